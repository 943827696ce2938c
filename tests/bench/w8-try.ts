import { wallInBrowser } from './wall.ts';
console.log(JSON.stringify(await wallInBrowser({ notes: 500 }), null, 1));
process.exit(0);
