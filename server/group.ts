import { groupCommand } from './group-command.ts';

const { stdout, stderr, exitCode } = groupCommand(process.argv.slice(2));
process.stdout.write(stdout);
process.stderr.write(stderr);
process.exitCode = exitCode;
