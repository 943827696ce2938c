import { describe, expect, it } from 'vitest';
import { wifiText } from '../../shared/wifi.ts';

describe('the text of a Wi-Fi QR', () => {
  it('[J15] names the network and its password', () => {
    expect(wifiText({ name: '槐树里会议室', password: 'huaishuli' })).toBe('WIFI:T:WPA;S:槐树里会议室;P:huaishuli;;');
  });
  it('[J15] escapes the five signs that the format uses, and no others', () => {
    expect(wifiText({ name: 'a;b,c:d"e\\f', password: "p'$;" })).toBe(String.raw`WIFI:T:WPA;S:a\;b\,c\:d\"e\\f;P:p'$\;;;`);
  });
  it('[J15] says that a network has no password', () => {
    expect(wifiText({ name: 'Hall', password: '' })).toBe('WIFI:T:nopass;S:Hall;;');
  });
});
