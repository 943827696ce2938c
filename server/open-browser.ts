import { spawn } from 'node:child_process';

const openers: Partial<Record<NodeJS.Platform, [program: string, ...args: string[]]>> = {
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
  darwin: ['open'],
  linux: ['xdg-open'],
};

/** Opens an address in the browser of this computer, if there is one; where there is none the address stands in the window all the same. */
export function openBrowser(url: string): void {
  const opener = openers[process.platform];
  if (!opener) return;
  const [program, ...args] = opener;
  spawn(program, [...args, url], { stdio: 'ignore', detached: true })
    .on('error', () => undefined)
    .unref();
}

/** What stands in the window before the system asks anything. */
export const windowWords = `议事在这个窗口里运行：开会时请不要关它，可以最小化。
系统若问防火墙，请选「允许访问」，并勾上「专用网络」；否则手机连不上。
浏览器会自己打开；没有打开的话，把下面「Yishi is ready」那一行的地址粘到浏览器里。
Yishi runs in this window: leave it open. If the firewall asks, allow private networks.

`;
