import { expect, it } from 'vitest';
import { wifiQrText } from '../../shared/wifi.ts';

it('[J15] [J21] the QR code of a network says its name and password, with what the scheme reserves escaped', () => {
  expect(wifiQrText({ name: '槐树里会议室', password: 'huaishuli' })).toBe('WIFI:T:WPA;S:槐树里会议室;P:huaishuli;;');
  expect(wifiQrText({ name: 'a;b:c,"d\\', password: 'p;:,"\\ssword' })).toBe(
    'WIFI:T:WPA;S:a\\;b\\:c\\,\\"d\\\\;P:p\\;\\:\\,\\"\\\\ssword;;',
  );
  expect(wifiQrText({ name: 'open', password: null })).toBe('WIFI:T:nopass;S:open;;');
});
