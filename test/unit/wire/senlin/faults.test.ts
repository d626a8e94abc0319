import { describe, expect, test } from '@jest/globals';
import { permanent } from '../../../../lib/domain/kernel/fault.ts';
import { faultResponse } from '../../../../lib/wire/senlin/faults.ts';
import { v1 } from '../../../../lib/wire/senlin/microversion.ts';

describe('faults', () => {
  test.each([
    ['request.malformed', 400, 'BadRequest'],
    ['reference.not-found', 400, 'BadRequest'],
    ['operation.unsupported', 400, 'BadRequest'],
    ['node.not-orphan', 400, 'BadRequest'],
    ['nobody.knows', 400, 'BadRequest'],
    ['docker.image.not-found', 400, 'BadRequest'],
    ['profile.spec.malformed', 400, 'BadRequest'],
    ['profile.spec.invalid', 400, 'InvalidSpec'],
    ['policy.spec.invalid', 400, 'InvalidSpec'],
    ['cluster.ambiguous', 400, 'MultipleChoices'],
    ['forbidden', 403, 'Forbidden'],
    ['quota.exceeded', 403, 'OverQuota'],
    ['cluster.not-found', 404, 'ResourceNotFound'],
    ['policy-type.not-found', 404, 'ResourceNotFound'],
    ['binding.not-found', 404, 'PolicyBindingNotFound'],
    ['resource.in-use', 409, 'ResourceInUse'],
    ['resource.locked', 409, 'ResourceIsLocked'],
    ['action.in-progress', 409, 'ActionInProgress'],
    ['action.conflict', 409, 'ActionConflict'],
    ['action.cooldown', 409, 'ActionCooldown'],
    ['action.immutable', 409, 'ActionImmutable'],
    ['hook.over', 410, 'LifecycleHookOver'],
    ['feature.unsupported', 409, 'FeatureNotSupported'],
    ['policy.spec.malformed', 500, 'ESchema'],
  ])('%s is %i %s', (code, status, type) => {
    const response = faultResponse(permanent(code, 'A message'));
    expect(response.status).toBe(status);
    expect(JSON.parse(response.body)).toMatchObject({ code: status, error: { code: status, type } });
  });

  test('a policy that does not fit its schema is a bad request to clients that know more than Senlin', () => {
    const fault = permanent('policy.spec.malformed', "Required spec item 'target' not provided");
    expect(faultResponse(fault, v1(14)).status).toBe(500);
    expect(faultResponse(fault, v1(15)).status).toBe(400);
    expect(JSON.parse(faultResponse(fault, v1(15)).body)).toMatchObject({
      code: 400,
      error: { type: 'InvalidSpec', message: fault.message },
    });
  });

  test('what is wrong is said to clients that know more than Senlin; the others compare words', () => {
    const fault = { kind: 'permanent', code: 'policy.spec.malformed', message: "'3h' is not a Map", at: '/properties/windows/0' } as const;
    const told = (minor: number) => JSON.parse(faultResponse(fault, v1(minor)).body).error.message;
    expect([told(14), told(15)]).toEqual(["'3h' is not a Map", "/properties/windows/0: '3h' is not a Map"]);
  });

  test.each([
    ['Not so', 'Not so.'],
    ['Not so.', 'Not so.'],
    ['Not so...', 'Not so.'],
  ])('a bad request ends in one full stop: %s', (message, sentence) => {
    expect(JSON.parse(faultResponse(permanent('request.malformed', message)).body).error.message).toBe(sentence);
    expect(JSON.parse(faultResponse(permanent('profile.spec.invalid', message)).body).error.message).toBe(message);
  });

  test('the body, to the letter', () => {
    expect(faultResponse(permanent('cluster.not-found', "The cluster 'x' could not be found.")).body).toBe(
      `{"code":404,"error":{"code":404,"message":"The cluster 'x' could not be found.","type":"ResourceNotFound"},"explanation":"The resource could not be found.","title":"Not Found"}`,
    );
  });
});
