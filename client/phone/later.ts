/** What nobody sees before the first note: fetched beside the welcome, so that the phone's first load stays small. */
import '../styles/forced-colours.css';
export { default as AboutYou } from './AboutYou.svelte';
export { default as Ended } from './Ended.svelte';
export { default as LateBefore } from './LateBefore.svelte';
export { default as LookUp } from './LookUp.svelte';
export { default as SeatCode } from './SeatCode.svelte';
export { default as ReportLink } from './ReportLink.svelte';
export { default as Results } from './Results.svelte';
export { default as TooLate } from './TooLate.svelte';
