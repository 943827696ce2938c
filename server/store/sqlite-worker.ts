import { parentPort, workerData } from 'node:worker_threads';
import { openFiles, type Files } from './sqlite-files.ts';
import { faultOf, type Question, type WorkerMessage } from './sqlite-messages.ts';
import { SqliteTransactions } from './sqlite-transactions.ts';

const cleaningRetryMs = 1000;

const port = parentPort;
if (!port) throw new Error('sqlite-worker runs as a worker thread');
const post = (message: WorkerMessage) => {
  port.postMessage(message);
};

function open(): { files: Files; transactions: SqliteTransactions } | null {
  try {
    const { dir } = workerData as { dir: string };
    const files = openFiles(dir);
    return { files, transactions: new SqliteTransactions(files.database) };
  } catch (error) {
    post({ opened: false, fault: faultOf(error) });
    return null;
  }
}

function serve({ files, transactions }: { files: Files; transactions: SqliteTransactions }): void {
  let questions: Question[] = [];
  let retry: NodeJS.Timeout | null = null;

  const cleanLater = () => {
    retry = transactions.clean() ? null : setTimeout(cleanLater, cleaningRetryMs);
  };

  const answer = () => {
    const asked = questions;
    questions = [];
    const closing = asked.find(({ method }) => method === 'close');
    transactions.answer(
      asked.filter(({ method }) => method !== 'close'),
      (answers) => {
        post({ answers });
      },
    );
    if (!closing) {
      if (!transactions.isClean) retry ??= setTimeout(cleanLater, cleaningRetryMs);
      return;
    }
    if (retry) clearTimeout(retry);
    transactions.close();
    files.lock.close();
    post({ answers: [{ id: closing.id, value: undefined }] });
    port?.close();
  };

  port?.on('message', (question: Question) => {
    if (questions.length === 0) setImmediate(answer);
    questions.push(question);
  });
  post({ opened: true });
}

const opened = open();
if (opened) serve(opened);
