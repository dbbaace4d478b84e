// Traces as other tools write them.

/** A log with vector clocks, as ShiViz reads it: one server, two clients, one of them hostile. */
export const LOG = `client1 asks for x
client1 {"client1":1}
server gets it term=3
server {"server":1,"client1":1}
server answers
server {"server":2,"client1":1}
client1 has x
client1 {"client1":2,"server":2}
client2 <script>window.hacked = true</script><img src=x onerror="window.hacked = true">
client2 {"client2":1}
`;

/** The same with an expression of its own, and fields. */
export const NAMED = `(?<host>\\S+) (?<clock>{.*}) \\[(?<term>\\d+)\\] (?<event>.*)

a {"a":1} [1] starts
a {"a":2} [1] sends
b {"b":1,"a":2} [2] receives
`;

/** What no usual expression finds events in. */
export const STRANGE = `@a|{"a":1}|begins
@b|{"b":1,"a":1}|follows
`;

/** What finds them. */
export const STRANGE_PATTERN = '@(?<host>\\w+)\\|(?<clock>.*?)\\|(?<event>.*)';

/** States as Quint and Apalache write them. */
export const ITF = JSON.stringify({
  '#meta': { format: 'ITF' },
  vars: ['x', 'agreed'],
  states: [
    { '#meta': { index: 0 }, x: { '#bigint': '1' }, agreed: { '#set': [] } },
    { '#meta': { index: 1 }, x: { '#bigint': '2' }, agreed: { '#set': ['a'] } },
    { '#meta': { index: 2 }, x: { '#bigint': '3' }, agreed: { '#set': ['a', 'b'] } },
  ],
});

/** What TLC prints. */
export const TLC = `Error: Invariant Safe is violated.
Error: The behavior up to this point is:
State 1: <Initial predicate>
/\\ x = 0
/\\ pc = "start"

State 2: <Next line 12, col 3 to line 14, col 20 of module M>
/\\ x = 1
/\\ pc = "done"

`;

/** Our own lines, one of them broken. */
export const LINES = `{"host":"n1","event":"begins","time":0,"fields":{"term":"1"}}
{"host":"n1","event":"asks","time":5,"send":[{"id":1,"to":"n2","label":"ask"}]}
this is no JSON
{"host":"n2","event":"hears","time":9,"receive":[1],"fields":{"term":"2"}}
`;

/** So many events of twenty hosts that pass messages on, as our own lines. */
export function large(events) {
  const lines = [];
  for (let i = 0; i < events; i += 1) {
    const event = { host: `n${i % 20}`, event: `event ${i}`, time: i * 2 };
    if (i % 3 === 0) event.send = [{ id: i, to: `n${(i + 7) % 20}`, label: `m${i}` }];
    if (i % 20 === 7 && i >= 7) {
      const from = i - 7;
      if (from % 3 === 0) event.receive = [from];
    }
    event.fields = { count: String(i) };
    lines.push(JSON.stringify(event));
  }
  return `${lines.join('\n')}\n`;
}
