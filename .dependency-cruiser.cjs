const only = (name, from, allowed, comment) => ({
  name,
  severity: 'error',
  comment,
  from: { path: from },
  to: { pathNot: [from, ...allowed] },
});

const never = (name, from, to, comment) => ({ name, severity: 'error', comment, from, to });

/** The one-way rule: functions → composition → wire → app → ports → domain; store, drivers and platform → ports, domain. */
module.exports = {
  forbidden: [
    never('no-cycles', { pathNot: '^(test|lib/simulator)/' }, { circular: true }, 'Two files that need each other are one file, or three.'),
    never(
      'no-cycles-in-worlds',
      { path: '^(test|lib/simulator)/' },
      { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
      'The same for what runs; a world and its parts may know each other by type.',
    ),
    never(
      'everything-resolves',
      {},
      { couldNotResolve: true },
      'An import nobody can follow is a typo or a package missing from package.json.',
    ),
    only('domain-is-pure', '^lib/domain/', ['node_modules/zod/'], 'No I/O, no clock, no platform: everything it knows is passed to it.'),
    only('ports-are-types', '^lib/ports/', ['^lib/domain/'], 'Sockets, not plugs.'),
    only('app-speaks-ports', '^lib/app/', ['^lib/(domain|ports)/'], 'Use cases never name a vendor.'),
    only('wire-is-translation', '^lib/wire/', ['^lib/(domain|app)/', 'node_modules/zod/'], 'Formats in, formats out.'),
    never(
      'dialects-do-not-meet',
      { path: '^lib/wire/([^/]+)/' },
      { path: '^lib/wire/[^/]+/', pathNot: '^lib/wire/($1|shared)/' },
      'No dialect knows another: what they share is a use case, or lives in lib/wire/shared.',
    ),
    never(
      'adapters-stand-alone',
      { path: '^lib/(store|drivers|platform)/' },
      { path: '^lib/(app|wire|composition)/|^functions/' },
      'A plug knows its socket and the domain, nothing of who uses it.',
    ),
    never(
      'drivers-do-not-meet',
      { path: '^lib/drivers/([^/]+)/' },
      { path: '^lib/drivers/[^/]+/', pathNot: '^lib/drivers/($1|shared)/' },
      'A driver knows one cloud.',
    ),
    never(
      'functions-only-wire-up',
      { path: '^functions/' },
      { pathNot: '^lib/composition/' },
      'A Lambda is an entry point: what it does is composed in lib/composition.',
    ),
    never(
      'the-simulator-reads-no-environment',
      { path: '^lib/simulator/' },
      { path: '^lib/composition/', pathNot: '^lib/composition/(ask|discharges|work)\\.ts$' },
      'The simulator composes a service of its own: of composition it takes what constructs nothing and reads no environment.',
    ),
    never(
      'nobody-imports-the-simulator',
      { path: '^(lib|functions)/', pathNot: '^lib/simulator/' },
      { path: '^lib/simulator/' },
      'The service does not know that it is simulated.',
    ),
    never('nobody-imports-tests', { pathNot: '^test/' }, { path: '^test/' }, 'Production code does not know that it is tested.'),
    never(
      'no-dev-packages-in-production',
      { path: '^(lib|functions)/' },
      { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], pathNot: 'node_modules/@types/' },
      'What runs in Lambda is a dependency, not a devDependency.',
    ),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'] },
  },
};
