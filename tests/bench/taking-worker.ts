import { answerQuestions } from '../../server/threads/answering.ts';
import { taken } from './taking.ts';

answerQuestions(taken);
