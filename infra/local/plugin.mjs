// The AWS that Coppice needs, on this machine, in this process and one child: what `serverless offline start` runs against.

import { startDynamo } from './dynamodb.mjs';
import { mapQueue } from './event-source-mapping.mjs';
import { addStream, tuneGateway, withoutRouteTable } from './gateway.mjs';
import { ensureFree, HOST } from './ports.mjs';
import { announce, prepare } from './ready.mjs';
import { Refusal } from './refusal.mjs';
import { endWithParent, onSignals } from './shutdown.mjs';
import { claimStateDir } from './state-dir.mjs';
import { Template } from './template.mjs';

/** From the signal to the end, at most; what is still running then is taken up again after the next start. */
const LONGEST_SHUTDOWN = 1800;
const GRACE = 1000;
/** What the service itself says to whoever starts it. */
const SAID = new Set(['BadConfiguration', 'DamagedState']);
/** In AWS the schedule's minute does. */
const ALARM_TICK = 3000;

export default class LocalStack {
  #serverless;
  #log;
  #stopping;
  /** How to end what has been started, in the order of starting. */
  #endings = [];
  #lines = [];

  constructor(serverless, _options, { log }) {
    this.#serverless = serverless;
    this.#log = log;
    // A fifth of the time to start. What is wrong with serverless.yml, `serverless package` says, and a test runs that.
    if (serverless.processedInput.commands[0] === 'offline') serverless.configSchemaHandler.validateConfig = async () => {};
    this.hooks = {
      'before:offline:start:init': () => this.#orRefuse(() => this.#start()),
      'after:offline:start:init': () => this.#orRefuse(() => this.#open()),
      'before:offline:start:end': () => this.#stop(0),
    };
  }

  #warn = (error) => this.#log.error(error?.stack ?? String(error));

  async #orRefuse(step) {
    try {
      await step();
    } catch (error) {
      console.error(error instanceof Refusal || SAID.has(error.name) ? error.message : error);
      await this.#stop(1);
    }
  }

  async #start() {
    // Set to unlimited by the framework: every error would carry, and pay for, its whole asynchronous history.
    Error.stackTraceLimit = 10;
    onSignals(() => this.#stop(0));
    endWithParent(() => this.#stop(0));
    const { service, serviceDir } = this.#serverless;
    const offline = service.custom['serverless-offline'];
    offline.httpPort = await ensureFree(offline.httpPort);
    this.url = `http://${HOST}:${offline.httpPort}`;
    const { home, release } = await claimStateDir(process.env.COPPICE_HOME ?? '.coppice');
    this.#endings.push(release);
    process.once('exit', release);
    process.env.COPPICE_HOME = home;

    const [{ Lambdas }, { startQueues }, { startEventBus }, { ensureTables }] = await Promise.all([
      import('./lambdas.mjs'),
      import('./queues.mjs'),
      import('./event-bus.mjs'),
      import('./tables.mjs'),
    ]);
    this.template = new Template(service);
    this.lambdas = new Lambdas(service, serviceDir);
    const invoke = (key, event) => this.lambdas.invoke(key, event);

    const [dynamo, queues, bus] = await Promise.all([
      startDynamo({ home, memory: process.env.COPPICE_DB === 'memory', onDeath: () => this.#databaseDied() }),
      startQueues(this.template),
      startEventBus({ service, template: this.template, invoke, warn: this.#warn }),
    ]);
    this.queues = queues;
    this.bus = bus;
    this.#endings.push(
      () => dynamo.stop(),
      () => queues.stop(),
      () => bus.stop(),
    );
    process.once('exit', () => dynamo.kill());
    this.#setEnvironment({ dynamo, queues, bus });
    await Promise.all([ensureTables(this.template, dynamo.endpoint), this.lambdas.load()]);
    this.lambdas.serveOffline();
    this.#lines = await prepare(serviceDir);
    this.unmute = withoutRouteTable();
  }

  /** Where everything is, in the words the AWS clients read, so that nothing in lib/ knows that it runs locally. */
  #setEnvironment({ dynamo, queues, bus }) {
    const { provider } = this.#serverless.service;
    if (!process.env.AWS_ENDPOINT_URL_DYNAMODB) {
      delete process.env.AWS_PROFILE;
      Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' });
    }
    Object.assign(process.env, {
      AWS_REGION: provider.region,
      AWS_ENDPOINT_URL_DYNAMODB: dynamo.endpoint,
      AWS_ENDPOINT_URL_SQS: queues.endpoint,
      AWS_ENDPOINT_URL_EVENTBRIDGE: bus.endpoint,
      IS_OFFLINE: 'true',
      ...this.template.resolveEnvironment(provider.environment),
    });
  }

  /** The gateway is up: let work flow, take up what a stop or a crash interrupted, and say so. */
  async #open() {
    const { service } = this.#serverless;
    this.unmute();
    const closeGateway = tuneGateway(this.#serverless);
    addStream(this.#serverless, '/v1/events/stream', (event, out) => this.lambdas.stream('eventStream', event, out));
    this.#endings.push(
      () => this.lambdas.drain(GRACE),
      () => closeGateway(GRACE),
    );
    for (const key of service.getAllFunctions()) {
      for (const { sqs: mapping } of service.getFunction(key).events ?? []) {
        if (!mapping) continue;
        const queue = this.queues.queue(this.template.queueNameOf(mapping.arn ?? mapping));
        const invoke = (event) => this.lambdas.invoke(key, event);
        this.#endings.push(
          mapQueue({ queue, receive: this.queues.receive, invoke, mapping, region: this.template.region, warn: this.#warn }),
        );
      }
    }
    await this.#followDocker();
    await this.#followProcesses();
    await this.lambdas.invoke('alarms', { reason: 'start' }).catch(this.#warn);
    // A service that runs for an hour at a time would never come to it by the clock.
    void this.lambdas.invoke('scavenge', { reason: 'start' }).catch(this.#warn);
    // Messages live in memory here: what a crash loses, SQS would deliver again, and this clock finds instead.
    const clock = setInterval(
      () => this.lambdas.invoke('alarms', { reason: 'tick', every: ALARM_TICK / 1000 }).catch(this.#warn),
      ALARM_TICK,
    );
    this.#endings.push(async () => clearInterval(clock));
    announce(this.#lines, this.url);
  }

  /** A container that dies is known to be dead at once: engines tell, and the bus carries it as it would in AWS. */
  async #followDocker() {
    const { followDocker, localEngines } = await import('../docker-events.mjs');
    const put = (event) =>
      this.bus.put({
        Source: 'coppice.docker',
        DetailType: 'Docker Event',
        EventBusName: process.env.EVENT_BUS,
        Detail: JSON.stringify(event),
      });
    const warn = (error) => this.#log.warning(`Docker's events are not heard: ${error?.message ?? error}`);
    for (const host of localEngines()) {
      const stop = followDocker({ host, certPath: process.env.DOCKER_CERT_PATH, onEvent: put, warn });
      this.#endings.push(async () => stop());
    }
  }

  /** The same for a process that ends. */
  async #followProcesses() {
    const { followProcesses } = await import('./process-deaths.mjs');
    const onDeath = (news) =>
      this.bus.put({
        Source: 'coppice.node',
        DetailType: 'Node Unhealthy',
        EventBusName: process.env.EVENT_BUS,
        Detail: JSON.stringify(news),
      });
    const warn = (error) => this.#log.warning(`Processes are not looked after: ${error?.message ?? error}`);
    const stop = followProcesses({ home: process.env.COPPICE_HOME, onDeath, warn });
    this.#endings.push(async () => stop());
  }

  #databaseDied() {
    console.error('The embedded DynamoDB ended unexpectedly.');
    void this.#stop(1);
  }

  /** Ends everything in the reverse order of its start, and the process. */
  #stop(exitCode) {
    this.#stopping ??= (async () => {
      setTimeout(() => process.exit(exitCode), LONGEST_SHUTDOWN).unref();
      for (const end of this.#endings.reverse()) await Promise.resolve(end()).catch(this.#warn);
      process.exit(exitCode);
    })();
    return this.#stopping;
  }
}
