import { answerQuestions } from '../threads/answering.ts';
import { makeFile } from './make-file.ts';

answerQuestions(makeFile);
