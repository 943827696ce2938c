import { MemoryStore } from '../../server/store/memory.ts';
import { describeStore } from '../support/store-contract.ts';

describeStore('memory store', () => Promise.resolve(new MemoryStore()));
