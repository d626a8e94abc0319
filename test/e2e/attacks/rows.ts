/** What is not there cannot be attacked; that it is not there is looked at all the same. */
type Absent = { readonly why: string; readonly paths: readonly string[] };
/** A test of another place that attacks the same: its file, and how its title begins or what it has in it. */
type Elsewhere = readonly [file: string, text: string];
export type Row = {
  readonly attempt: string;
  readonly expected: string;
  readonly absent?: Absent;
  readonly elsewhere?: readonly Elsewhere[];
};

/** Every attack there is to try, by its number; what is tried of each stands in the other files of this folder. */
export const ROWS: Readonly<Record<number, Row>> = {
  1: {
    attempt: "another project's cluster, by its id",
    expected: '404, and no other answer than for one that never was',
    elsewhere: [['test/e2e/tenants.test.ts', 'is answered as if it never was']],
  },
  2: { attempt: 'a list of another project, or of all of them', expected: '403, or 400 for a filter that is none' },
  3: { attempt: "members that are not the client's to set", expected: '400 by name' },
  4: {
    attempt: "one's own policy to a foreign cluster, a foreign profile to one's own",
    expected: '404, or 400 where a body refers to it',
    elsewhere: [['test/unit/app/permission/walk.test.ts', 'test']],
  },
  5: {
    attempt: 'more than a grant to read allows',
    expected: '403, and a grant is not passed on',
    elsewhere: [
      ['test/unit/app/permission/grants.test.ts', 'is not shared on'],
      ['test/e2e/sharing.test.ts', 'test('],
    ],
  },
  6: {
    attempt: 'going on after a grant was taken back',
    // A 403 would say that it is still there, for ever after, to somebody whom it does not concern any more.
    expected: 'what runs ends as its owner’s, the next call is 404 as of what never was',
    elsewhere: [['test/unit/app/permission/grants.test.ts', 'what has begun ends after the grant was taken back, and nothing more begins']],
  },
  7: {
    attempt: 'forged JSON Web Tokens',
    expected: '401, and nobody is called',
    absent: { why: 'there is no log-in by OpenID Connect', paths: ['/v1/oidc', '/identity/v3/OS-FEDERATION/identity_providers'] },
  },
  8: {
    attempt: 'a signed AWS request late, altered or for somewhere else',
    expected: '403 in the form of AWS',
    elsewhere: [['test/unit/wire/aws/signature.test.ts', 'test']],
  },
  9: {
    attempt: 'a token whose user or credential is gone',
    expected: '401, at most as late as tokens are remembered',
    elsewhere: [
      ['test/integration/keystone-token-verifier.test.ts', 'test'],
      ['test/unit/app/identity/ended-access.test.ts', 'test'],
    ],
  },
  10: {
    attempt: 'API keys that are nearly right',
    expected: '401',
    absent: { why: 'there are no API keys', paths: ['/v1/api-keys', '/identity/v3/api-keys'] },
  },
  11: {
    attempt: 'the URL of a webhook guessed, cut, rotated, called otherwise',
    expected: '404 or 405, and nothing is filed',
    elsewhere: [['test/unit/app/receivers/webhooks.test.ts', 'expire']],
  },
  12: { attempt: 'a webhook with more than its caller may say', expected: 'passed over or 400, never widened' },
  13: {
    attempt: 'a thousand calls of a webhook a second',
    expected: '429, and one scaling per cooldown',
    elsewhere: [['test/e2e/receivers.test.ts', 'a thousand calls at once scale once per cooldown']],
  },
  14: { attempt: 'a signed call again, late or altered', expected: '401' },
  15: {
    attempt: 'calls to what is not public, in any spelling',
    expected: '400 where it is written down, refused at every call',
    elsewhere: [['test/unit/platform/guarded-http/guarded-http.test.ts', 'an address of ours']],
  },
  16: {
    attempt: 'a name that is public when asked and private when called',
    expected: 'called at what was vetted',
    elsewhere: [['test/unit/platform/guarded-http/guarded-http.test.ts', 'is resolved once, and called at what was found']],
  },
  17: { attempt: 'a redirect to metadata, or to a file', expected: 'not followed' },
  18: { attempt: 'a URL with ends of lines, credentials, other ports or schemes', expected: '400' },
  19: {
    attempt: 'servers that answer without end, or never',
    expected: 'cut off, and whoever called is free',
    elsewhere: [['test/unit/platform/guarded-http/guarded-http.test.ts', 'as much as was asked for']],
  },
  20: { attempt: "an engine of the tenant's choice", expected: '400: there is no such property' },
  21: { attempt: 'containers with what belongs to the host', expected: '400: there is no such property' },
  22: { attempt: 'images that are no names', expected: '400', elsewhere: [['test/conformance/docker.faults.test.ts', 'image']] },
  23: {
    attempt: 'parameters that a shell would read',
    expected: 'handed on as they are',
    absent: { why: 'there are no scripts of users', paths: ['/v1/scripts'] },
  },
  24: { attempt: 'scripts that never end', expected: 'cut off', absent: { why: 'there are no scripts of users', paths: ['/v1/scripts'] } },
  25: { attempt: 'bodies that are too large, compressed, or never end', expected: '413, 400 or 408' },
  26: { attempt: 'JSON that means two things', expected: '400, and no prototype is touched' },
  27: { attempt: 'YAML that grows', expected: '400: it is not read' },
  28: { attempt: 'TOSCA that imports', expected: 'refused', absent: { why: 'TOSCA is not read', paths: ['/v1/tosca', '/v1/templates'] } },
  29: { attempt: 'XML to AWS’s dialect', expected: '400 or 403: it is not read' },
  30: {
    attempt: 'patterns that take for ever',
    expected: 'compared, or bounded',
    elsewhere: [['test/property/domain/pattern.test.ts', 'test']],
  },
  31: { attempt: 'times that never come, or come too often', expected: '400' },
  32: { attempt: 'sizes that are none', expected: '400 that names the field' },
  33: { attempt: 'percentages that are none', expected: '400, or held to the bounds' },
  34: { attempt: 'fifty scalings at once', expected: 'one effect per key, and never past the greatest size' },
  35: { attempt: 'names with what no name has in it', expected: '400, or kept as they are' },
  36: { attempt: 'marks of ownership, forged', expected: '400' },
  37: {
    attempt: 'adopting what is somebody’s',
    expected: '404 or 409',
    elsewhere: [['test/conformance/fake.driver.test.ts', 'describeDriver']],
  },
  38: { attempt: 'markers that are forged or another project’s', expected: '400, or passed over: a marker is an id in one’s own list' },
  39: { attempt: 'sorting and filtering by what is not shown', expected: '400' },
  40: { attempt: 'requests that two readers read differently', expected: '400, or one reading' },
  41: { attempt: 'entity tags that are none', expected: '400 or 412' },
  42: {
    attempt: 'graphs of tasks that have no end',
    expected: '422',
    absent: { why: 'there are no graphs of tasks', paths: ['/v1/graphs', '/v1/tasks', '/v1/deployments'] },
  },
  43: {
    attempt: 'inputs of a workflow that are expressions',
    expected: 'handed on as data',
    elsewhere: [['test/unit/domain/workflow/language.test.ts', 'what comes with the data is data, however it looks']],
  },
  44: {
    attempt: 'answers of a policy agent that are none',
    expected: 'refused',
    absent: { why: 'no policy agent is asked', paths: ['/v1/opa', '/v1/authorization'] },
  },
  45: {
    attempt: 'news of a forged origin',
    expected: '401, or dropped and counted',
    elsewhere: [['test/unit/app/health/notification-desk.test.ts', 'test']],
  },
  46: {
    attempt: 'tokens of a lifecycle hook that are another’s, or over',
    expected: '404 or 410',
    elsewhere: [['test/unit/domain/action/hooks.test.ts', 'over']],
  },
  47: {
    attempt: 'a secret repeated by a driver',
    expected: 'redacted by value',
    elsewhere: [['test/e2e/secrets.test.ts', 'are in no file of the state folder, no line of output, no answer and no delivery']],
  },
  48: {
    attempt: 'names that a terminal or a spreadsheet executes',
    expected: '400: no name has such characters',
    absent: { why: 'there is no output but JSON', paths: ['/v1/clusters.csv', '/v1/export'] },
  },
  49: {
    attempt: 'names that a page executes',
    expected: '400: no name has such characters',
    absent: { why: 'there is no dashboard', paths: ['/dashboard', '/ui', '/console'] },
  },
  50: { attempt: 'more idle streams than anybody needs', expected: '429, and others are not concerned' },
  51: { attempt: 'plugins from elsewhere', expected: 'not loaded', absent: { why: 'there are no plugins', paths: ['/v1/plugins'] } },
  52: {
    attempt: 'an archive in somebody else’s folder',
    expected: '404: no request says where',
    absent: { why: 'where archives go is the operator’s to say', paths: ['/v1/archives', '/v1/archive'] },
  },
  53: { attempt: 'lines of one’s own in the log', expected: 'one line of JSON, escaped' },
  54: { attempt: 'a dependency with a known hole', expected: 'fails the build', elsewhere: [['infra/verify/dependencies.mjs', 'audit']] },
};
