import { countCommand } from './count-command.ts';

const { stdout, stderr, exitCode } = countCommand(process.argv.slice(2));
process.stdout.write(stdout);
process.stderr.write(stderr);
process.exitCode = exitCode;
