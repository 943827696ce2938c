import { answerQuestions } from '../threads/answering.ts';
import { unpacked, type PackedOrder } from './packed-order.ts';
import { makeFile } from './make-file.ts';

answerQuestions((order: PackedOrder) => makeFile(unpacked(order)));
