import type { Messages } from '../zh-CN/index.ts';

export const print: Messages['print'] = {
  title: 'Print',
  tabs: { poster: 'Poster', cards: 'Seat cards', slips: 'Slips' },
  close: 'Close',
  poster: {
    hint: 'For the door, in three languages. With a Wi-Fi name it first shows how to get onto the network.',
    name: 'Wi-Fi name',
    password: 'Wi-Fi password, empty if there is none',
    kept: 'Both stay in this browser alone, and are printed on the paper.',
    cards: 'People come in with seat cards here, so the poster has no code to join by.',
    print: 'Print the poster',
    noNetwork: 'No network: please switch on a router or a hotspot',
    preview: 'The poster as it is printed',
  },
};
