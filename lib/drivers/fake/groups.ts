import type { PlacementGroup, PlacementGroups } from '../../ports/placement-groups.ts';
import type { FakeCloud } from './cloud.ts';

/** The server groups of the fake cloud. An id follows from the name, so that what another process made can be removed by this one. */
export const fakeGroups = ({ groups }: Pick<FakeCloud, 'groups'>): PlacementGroups => ({
  async list(project) {
    return { kind: 'ok', groups: [...groups.values()].filter(({ id, name }) => id === idOf(project, name)) };
  },
  async find(project, name) {
    return { kind: 'ok', group: groups.get(idOf(project, name)) };
  },
  async create(project, name, policy) {
    const group: PlacementGroup = { id: idOf(project, name), name, policy };
    groups.set(group.id, group);
    return { kind: 'ok', group };
  },
  async remove(_, id) {
    groups.delete(id);
    return { kind: 'ok' };
  },
});

const idOf = (project: string, name: string): string => `fake-group-${project}-${name}`;
