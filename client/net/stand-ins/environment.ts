/** Stands in for lib0/environment in the pages: they run in a browser, and there are no command line and no variables to look at. */
export const isNode = false;
export const isBrowser = true;
export const supportsColor = false;

export function getVariable(): null {
  return null;
}
