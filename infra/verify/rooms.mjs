// The size and the names of rooms: a Lambda is a doorway, a file is one room, and a room has a name that says what it is for.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { report, sources } from './sources.mjs';

const WIDEST_FUNCTION = 10;
const WIDEST_ROOM = 200;
const NAMELESS = /^(utils?|helpers?|common|manager|service|misc|index)(\.|$)/;

const faults = [];
const lines = (file) => readFileSync(file, 'utf8').trimEnd().split('\n').length;
const tooLong = (file, limit, advice) => {
  const count = lines(file);
  if (count > limit) faults.push(`${file}: ${count} lines, at most ${limit}. ${advice}`);
};

for (const file of sources('functions')) tooLong(file, WIDEST_FUNCTION, 'A Lambda only wires up: move the work to lib/composition.');
for (const file of sources('lib')) tooLong(file, WIDEST_ROOM, 'A file is one room: split it where its two subjects meet.');
for (const file of [...sources('functions'), ...sources('lib')]) {
  if (file.split('/').some((part) => NAMELESS.test(basename(part)))) {
    faults.push(`${file}: a thing with no better name has no place yet. Name it after what it does.`);
  }
}
report('rooms', faults);
