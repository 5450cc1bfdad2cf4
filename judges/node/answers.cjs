'use strict';
/*
 * The conversation that every judge holds: a greeting, then one answer a line for one question a
 * line. A question is "PROFILE FILE-URI"; an answer is a JSON object on one line.
 *
 * Only answers reach standard output: whatever a judge prints goes to standard error.
 */

const readline = require('node:readline');
const { fileURLToPath } = require('node:url');

const say = process.stdout.write.bind(process.stdout);
process.stdout.write = process.stderr.write.bind(process.stderr);
console.log = console.info = console.debug = console.error;

/** JSON on one line of ASCII, so that no line separator inside can end the answer early. */
function answerLine(value) {
  const escaped = (c) => '\\u' + c.charCodeAt(0).toString(16).padStart(4, '0');
  return JSON.stringify(value).replace(/[^\x20-\x7e]/g, escaped) + '\n';
}

/** `judge(path, profile)` resolves to {passed, checked, findings}, or rejects: not judged. */
async function converse(name, version, judge) {
  say(answerLine({ judge: name, version }));
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const space = line.indexOf(' ');
    const question = { profile: line.slice(0, space), file: line.slice(space + 1) };
    say(answerLine({ ...question, ...(await answer(question, judge)) }));
  }
}

async function answer({ profile, file }, judge) {
  try {
    const { passed, checked, findings } = await judge(fileURLToPath(file), profile);
    return { outcome: passed ? 'passed' : 'failed', checked, findings };
  } catch (problem) {
    return { error: String(problem) };
  }
}

function finding(code, severity, message, inside, hint) {
  return { code, severity, message, inside, line: 0, column: 0, hint };
}

module.exports = { converse, finding };
