// `npm start`: bundles the Lambdas and runs them under serverless-offline, all in this process.
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

// Before anything loads an AWS client: the versions here are pinned, and chosen for this Node.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
// The framework's own chatter, four lines per request; what Coppice logs is its own.
process.env.SLS_LOG_LEVEL ??= 'warning';

const { bundle } = await import('./bundle.mjs');
await bundle();

process.argv.splice(1, Infinity, 'serverless', 'offline', 'start', '--noSponsor');
createRequire(import.meta.url)('serverless/bin/serverless.js');
