import { boolean, freeMap, integer, list, map, number, string } from '../spec/element.ts';
import { FIRST_BEYOND_SENLIN, type SpecSchema } from '../spec/schema.ts';

const shownSince = FIRST_BEYOND_SENLIN;

const port = map('A port of the container that is reached from outside.', {
  container_port: integer('The port on which the container listens.', { required: true }),
  host_port: integer('The port of the engine that leads to it. When omitted, the engine picks one.'),
  protocol: string('The protocol of the port.', { default: 'tcp', values: ['tcp', 'udp', 'sctp'] }),
});

// A volume is known by its name. There is no way to name a path of the engine's host.
const volume = map('A volume and where the container sees it.', {
  source: string('Name of a volume of the engine, made when it does not exist.', { required: true }),
  target: string('Absolute path inside the container.', { required: true }),
  read_only: boolean('Whether the container may only read it.', { default: false }),
});

const health = map(
  "How the engine finds out whether the container is healthy. Overrides the image's own way.",
  {
    command: list(
      'The command that ends with 0 when all is well. No shell reads it.',
      string('A word of the command.', { required: true }),
      {
        required: true,
      },
    ),
    interval: integer('Number of seconds between two checks.', { default: 30 }),
    timeout: integer('Number of seconds after which a check has failed.', { default: 30 }),
    retries: integer('How many checks in a row must fail.', { default: 3 }),
    start_period: integer('Number of seconds after the start in which failures do not count.', { default: 0 }),
    wait: boolean('Whether a new container counts only once a check has passed, and has failed when they fail.'),
  },
  { shownSince },
);

/** Senlin's seven properties, then ours. Privileges, host namespaces, devices and capabilities cannot be asked for: there is no property for them. */
export const schema = {
  context: freeMap('Customized security context for operating containers.', { secret: 'written' }),
  image: string('The image used to create a container', { required: true }),
  name: string('The name of the container.', { updatable: true }),
  command: string('The command to run when container is started.'),
  port: integer('The port number used to connect to docker daemon.', { default: 2375 }),
  host_node: string('The node on which container will be launched.'),
  host_cluster: string('The cluster on which container will be launched.'),

  entrypoint: list("The program that runs instead of the image's own.", string('A word of it.', { required: true }), { shownSince }),
  env: freeMap('Environment variables of the container. Every value is a string or a reference to a secret.', {
    secret: 'written',
    shownSince,
  }),
  ports: list('The ports that are reached from outside.', port, { shownSince }),
  volumes: list('The volumes the container sees.', volume, { shownSince }),
  networks: list('The networks of the engine that the container joins.', string('Name of a network.', { required: true }), { shownSince }),
  cpus: number('How many processors it may use; may be a fraction.', { updatable: true, shownSince }),
  memory_mb: integer('How much memory it may use, in MiB.', { updatable: true, shownSince }),
  restart_policy: string('When the engine starts the container again by itself.', {
    values: ['no', 'always', 'on-failure', 'unless-stopped'],
    updatable: true,
    shownSince,
  }),
  labels: freeMap('Labels of the container, beside those that say whose it is. Every value is a string.', { shownSince }),
  working_dir: string('The directory in which the command starts, as an absolute path.', { shownSince }),
  user: string('The user, and after a colon the group, as which the command runs.', { shownSince }),
  stop_timeout: integer('Number of seconds the container has to end before it is killed.', { shownSince }),
  health,
} satisfies SpecSchema;
