import { answerQuestions } from '../threads/answering.ts';
import { unpacked, type PackedOrder } from './export-thread.ts';
import { makeFile } from './make-file.ts';

answerQuestions((order: PackedOrder) => makeFile(unpacked(order)));
