import { describe, expect, test } from '@jest/globals';
import { type DomainRef, domainIdOf } from '../../../../lib/domain/identity/domain.ts';
import type { Project } from '../../../../lib/domain/identity/project.ts';
import { resolveScope, type ScopeRequest } from '../../../../lib/domain/identity/scope.ts';

const project: Project = { id: 'p', name: 'demo', domainId: 'default', description: '', enabled: true };
const assignment = { userId: 'u', projectId: 'p', roles: ['member'] } as const;
const asked: ScopeRequest = { kind: 'project', id: 'p' };

describe('scope', () => {
  test('a project the user has a role in, with what the role implies', () => {
    expect(resolveScope(asked, project, assignment)).toEqual({ kind: 'ok', scope: { project, roles: ['member', 'reader'] } });
  });

  test('an unscoped token has no roles, whatever the user is', () => {
    expect(resolveScope({ kind: 'unscoped' }, project, assignment)).toEqual({ kind: 'ok', scope: { project: null, roles: [] } });
  });

  test('no role, no such project, a disabled one, somebody’s domain: one answer, word for word', () => {
    const answers = [
      resolveScope(asked, project, undefined),
      resolveScope(asked, project, { ...assignment, roles: [] }),
      resolveScope(asked, project, { ...assignment, projectId: 'other' }),
      resolveScope(asked, undefined, undefined),
      resolveScope(asked, { ...project, enabled: false }, assignment),
      resolveScope({ kind: 'other' }, project, assignment),
    ];
    expect(answers[0]).toMatchObject({ kind: 'refused', fault: { code: 'identity.scope.denied' } });
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  });
});

describe('naming a domain', () => {
  test.each<[DomainRef, string | undefined]>([
    [undefined, 'default'],
    [{ id: 'default' }, 'default'],
    [{ name: 'Default' }, 'default'],
    [{ name: 'default' }, 'default'],
    [{ id: 'default', name: 'Default' }, 'default'],
    [{ id: 'default', name: 'Other' }, undefined],
    [{ id: 'Default' }, undefined],
    [{ name: 'heat' }, undefined],
    [{ name: '' }, undefined],
  ])('%j is %p', (ref, id) => {
    expect(domainIdOf(ref)).toBe(id);
  });
});
