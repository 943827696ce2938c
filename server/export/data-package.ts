import { createHash } from 'node:crypto';
import type { NeedRecords } from '../../shared/need-record.ts';
import { dataResources, type Resource } from './data-resources.ts';
import { zipOf } from './zip.ts';

/**
 * The need records for analysts: a Data Package (version 2, https://datapackage.org) of CSV files without a byte order mark, whose cells are exactly what
 * is stored: nothing in them is guarded against spreadsheets. The JSON bundle, whose text is `json`, lies beside them.
 */
export function dataPackageZip(bundle: NeedRecords, json: string): Uint8Array {
  const tables = dataResources.map((resource) => ({ resource, path: `data/${resource.name}.csv`, text: tableOf(resource, bundle) }));
  const descriptor = {
    $schema: 'https://datapackage.org/profiles/2.0/datapackage.json',
    name: `need-records-${bundle.session.id.toLowerCase().replace(/[^a-z0-9._-]/g, '-')}`,
    title: bundle.session.title,
    description: `${bundle.session.rehearsal ? '彩排：这是练习，不是记录。Rehearsal: practice, not a record. ' : ''}${about}`,
    version: `${bundle.version}.0.0`,
    created: bundle.generatedAt,
    // The words are residents' and the host has them: what others may do with them is for the host to say.
    licenses: [{ name: 'notspecified', title: '主办机构没有指定 · not specified by the host' }],
    sources: [{ title: `Yishi 议事 ${bundle.toolVersion}` }],
    resources: [...tables.map(({ resource, path, text }) => described(resource, path, text)), bundleResource(json)],
  };
  return zipOf(
    {
      'datapackage.json': JSON.stringify(descriptor, null, 2),
      'needs.json': json,
      ...Object.fromEntries(tables.map(({ path, text }) => [path, text])),
    },
    bundle.generatedAt,
  );
}

const about =
  '到场的人不是抽样，结果说的是到场的人。单元格一字不改，没有为表格软件加防护。 ' +
  'Those present are no sample; the result is about those present. Cells are exactly what is stored, without guards for spreadsheets.';

function described({ name, zh, en, primaryKey, foreignKeys, fields }: Resource, path: string, text: string) {
  return {
    name,
    path,
    title: `${zh} · ${en}`,
    titles: { zh, en },
    type: 'table',
    format: 'csv',
    mediatype: 'text/csv',
    encoding: 'utf-8',
    dialect: { lineTerminator: '\r\n' },
    ...fingerprint(text),
    schema: {
      $schema: 'https://datapackage.org/profiles/2.0/tableschema.json',
      fields: fields.map(([field, type, zhTitle, enTitle]) => ({
        name: field,
        type,
        title: `${zhTitle} · ${enTitle}`,
        titles: { zh: zhTitle, en: enTitle },
      })),
      missingValues: [''],
      ...(primaryKey && { primaryKey }),
      ...(foreignKeys && {
        foreignKeys: foreignKeys.map(({ fields: own, resource, to }) => ({
          fields: own,
          // A table that points at itself names none (version 2).
          reference: { ...(resource !== name && { resource }), fields: to },
        })),
      }),
    },
  };
}

function bundleResource(json: string) {
  return {
    name: 'bundle',
    path: 'needs.json',
    title: '需求记录 · Need records',
    format: 'json',
    mediatype: 'application/json',
    ...fingerprint(json),
  };
}

function fingerprint(text: string): { bytes: number; hash: string } {
  return { bytes: Buffer.byteLength(text), hash: `sha256:${createHash('sha256').update(text).digest('hex')}` };
}

function tableOf({ fields, rows }: Resource, bundle: NeedRecords): string {
  const lines = [fields.map(([name]) => name), ...rows(bundle).map((row) => fields.map(([name]) => cellText(row[name])))];
  return lines.map((cells) => `${cells.map(quoted).join(',')}\r\n`).join('');
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function quoted(text: string): string {
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
