import { answerQuestions } from '../threads/answering.ts';
import { doImportWork } from './import-work.ts';

answerQuestions(doImportWork);
