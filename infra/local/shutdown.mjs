const PARENT_CHECK = 250;

/** Ctrl-C and a plain kill ask nicely; asked again, the process ends at once. */
export function onSignals(stop) {
  let asked = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (asked) process.exit(1);
      asked = true;
      stop();
    });
  }
}

/** Under `npm start` the service goes when npm goes, even if npm was killed and could pass nothing on. */
export function endWithParent(stop) {
  if (process.env.npm_lifecycle_event !== 'start') return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    stop();
  }, PARENT_CHECK);
  timer.unref();
}
