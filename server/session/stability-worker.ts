import { roundStability } from '../../shared/round-stability.ts';
import { answerQuestions } from '../threads/answering.ts';

answerQuestions(roundStability);
