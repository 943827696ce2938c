import type { TargetName } from './portable-folder.ts';

/** A file at the top of the folder; `isRun` where it is to be double-clicked. */
export interface Starter {
  name: string;
  text: string;
  isRun: boolean;
}

/** Sessions lie beside the folder: a newer folder in its place finds them. */
const dataName = 'yishi-data';

const windows = [
  '@echo off',
  'chcp 65001 >nul',
  'title Yishi',
  'cd /d "%~dp0"',
  `app\\node.exe app\\server\\main.js --open --data "%~dp0..\\${dataName}" %*`,
  'if errorlevel 1 pause',
  '',
].join('\r\n');

/** Names no program but Node: a folder is to run where nothing is installed, and with an empty PATH. */
const unix = [
  '#!/bin/sh',
  'case $0 in */*) here=${0%/*} ;; *) here=. ;; esac',
  'cd "$here" || exit 1',
  `exec ./app/node app/server/main.js --open --data ../${dataName} "$@"`,
  '',
].join('\n');

const desktop = [
  '[Desktop Entry]',
  'Type=Application',
  'Name=Yishi',
  'Name[zh_CN]=议事',
  'Terminal=true',
  `Exec=sh -c 'exec "$(dirname "$1")/yishi.sh"' yishi %k`,
  '',
].join('\n');

const howTo = {
  windows: '双击 Yishi.bat。\r\nDouble-click Yishi.bat.\r\n',
  macos:
    '按住 Control 点 Yishi.command，选「打开」；第一次系统会问一次。\nControl-click Yishi.command and choose Open; the system asks once, the first time.\n',
  linux: '双击 yishi.desktop，或在终端里运行 ./yishi.sh。\nDouble-click yishi.desktop, or run ./yishi.sh in a terminal.\n',
};

/** What is double-clicked on such a computer, and a page that says so. */
export function startersFor(target: TargetName): Starter[] {
  const os = target.slice(0, target.indexOf('-')) as keyof typeof howTo;
  const readMe: Starter = { name: 'README.txt', text: howTo[os], isRun: false };
  switch (os) {
    case 'windows':
      return [{ name: 'Yishi.bat', text: windows, isRun: true }, readMe];
    case 'macos':
      return [{ name: 'Yishi.command', text: unix, isRun: true }, readMe];
    case 'linux':
      return [{ name: 'yishi.sh', text: unix, isRun: true }, { name: 'yishi.desktop', text: desktop, isRun: true }, readMe];
    default:
      throw new Error(`unknown system ${String(os satisfies never)}`);
  }
}
