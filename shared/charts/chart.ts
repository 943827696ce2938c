/** Figures to look at: a table whose rows have a picture each, so that no word stands in a picture and none is cut. Lengths are in units of the picture. */
export interface Chart {
  /** Stable within the charts of one session. */
  id: string;
  title: string;
  /** How it is read, for who sees it and who hears it. */
  explanation: string;
  /** What heads the rows, their figures, and the pictures. */
  head: { row: string; figures: string[]; picture: string };
  rows: ChartRow[];
  /** What is not drawn, and why. */
  remarks: string[];
}

export interface ChartRow {
  /** Of the need; null where the row is of something else. */
  number: number | null;
  label: string;
  /** The same that the picture shows, one for each column. */
  figures: string[];
  strip: Strip;
}

/** The picture of one row. */
export interface Strip {
  width: number;
  height: number;
  /** What guides the eye and says nothing, behind all marks. */
  ticks: number[];
  marks: Mark[];
}

/** `pair` is a mark that shares its place with another row's, `span` is how far a mark may lie. They differ in shape, never in colour alone. */
export type MarkLook = 'solid' | 'hatched' | 'hollow' | 'pair' | 'span';

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Mark extends Box {
  look: MarkLook;
  /** What it says, as a screen reader tells it. */
  name: string;
}

export const stripWidth = 240;
export const laneHeight = 18;

/** The middle of a place among so many: each has the same room. */
export function placeAt(place: number, among: number): number {
  return ((place - 0.5) / Math.max(1, among)) * stripWidth;
}

/** A mark in the middle of a place, no wider than the place. */
export function markAt(place: number, among: number, { y, height }: Pick<Box, 'y' | 'height'>): Box {
  const width = Math.min(height, (0.8 * stripWidth) / Math.max(1, among));
  return { x: placeAt(place, among) - width / 2, y, width, height };
}

/** All the room of the places from one to another. */
export function spanOf(low: number, high: number, among: number, { y, height }: Pick<Box, 'y' | 'height'>): Box {
  const room = stripWidth / Math.max(1, among);
  return { x: (low - 1) * room, y, width: (high - low + 1) * room, height };
}

/** The first place, the last, and every fifth between them. */
export function placeTicks(among: number): number[] {
  const places = Array.from({ length: among }, (_, i) => i + 1).filter((place) => place === 1 || place === among || place % 5 === 0);
  return places.map((place) => placeAt(place, among));
}
