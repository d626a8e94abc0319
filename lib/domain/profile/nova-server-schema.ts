import { boolean, freeMap, integer, list, map, string } from '../spec/element.ts';
import { FIRST_BEYOND_SENLIN, type SpecSchema } from '../spec/schema.ts';

const blockDevice = map('A map specifying the properties of a block device to be used by the server.', {
  uuid: string('ID of the source image, snapshot or volume'),
  source_type: string("Volume source type, must be one of 'image', 'snapshot', 'volume' or 'blank'", { required: true }),
  destination_type: string("Volume destination type, must be 'volume' or 'local'", { required: true }),
  disk_bus: string('Bus of the device.'),
  device_name: string('Name of the device(e.g. vda, xda, ....).'),
  volume_size: integer('Size of the block device in MB(for swap) and in GB(for other formats)', { required: true }),
  guest_format: string('Specifies the disk file system format(e.g. swap, ephemeral, ...).'),
  boot_index: integer('Define the boot order of the device'),
  device_type: string('Type of the device(e.g. disk, cdrom, ...).'),
  delete_on_termination: boolean('Whether to delete the volume when the server stops.'),
  // The last Senlin took it, the recorded one did not show it.
  volume_type: string('Type of the volume to be created for the server.', { shownSince: FIRST_BEYOND_SENLIN }),
});

const network = map('A map specifying the properties of a network for uses.', {
  network: string('Name or ID of network to create a port on.'),
  port: string('Port ID to be used by the network.'),
  vnic_type: string('Define vnic_type to be used by port'),
  fixed_ip: string('Fixed IP to be used by the network.'),
  security_groups: list('A list of security groups to be attached to this port.', string('Name of a security group', { required: true })),
  floating_network: string('The network on which to create a floating IP'),
  floating_ip: string('The floating IP address to be associated with this port.'),
  // As `volume_type` above.
  subnet: string('Name or ID of the subnet on which the port gets its address.', { shownSince: FIRST_BEYOND_SENLIN }),
});

const file = map('A map specifying the path & contents for an injected file.', {
  path: string('In-instance path for the file to be injected.', { required: true }),
  contents: string('Contents of the file to be injected.', { required: true, secret: 'written' }),
});

export const schema = {
  context: freeMap('Customized security context for operating servers.', { secret: 'written' }),
  admin_pass: string('Password for the administrator account.', { secret: 'written' }),
  auto_disk_config: boolean('Whether the disk partition is done automatically.', { default: true }),
  availability_zone: string('Name of availability zone for running the server.'),
  block_device_mapping_v2: list('A list specifying the properties of block devices to be used for this server.', blockDevice),
  config_drive: boolean('Whether config drive should be enabled for the server.'),
  flavor: string('ID of flavor used for the server.', { required: true, updatable: true }),
  image: string('ID of image to be used for the new server.', { updatable: true }),
  key_name: string('Name of Nova keypair to be injected to server.'),
  metadata: freeMap('A collection of key/value pairs to be associated with the server created. Both key and value must be <=255 chars.', {
    updatable: true,
  }),
  name: string('Name of the server. When omitted, the node name will be used.', { updatable: true }),
  networks: list('List of networks for the server.', network, { updatable: true }),
  personality: list('List of files to be injected into the server, where each.', file, {
    // Nova takes none from its microversion 2.57 on.
    deprecated: { since: '1.0', use: 'user_data' },
  }),
  scheduler_hints: freeMap(
    'A collection of key/value pairs to be associated with the Scheduler hints. Both key and value must be <=255 chars.',
  ),
  security_groups: list('List of security groups.', string('Name of a security group', { required: true })),
  user_data: string('User data to be exposed by the metadata server.', { secret: 'written' }),
} satisfies SpecSchema;
