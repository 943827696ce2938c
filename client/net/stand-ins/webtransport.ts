/** Stands in for engine.io's third transport in the pages: only WebSocket and polling are ever asked for. */
export const WT = undefined;
