// EventBridge's event patterns: prefix, suffix, exists, anything-but, equals-ignore-case, wildcard, numeric and $or.
const literally = (text) => text.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
const COMPARE = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '=': (a, b) => a === b,
  '>=': (a, b) => a >= b,
  '>': (a, b) => a > b,
};

function within(bounds, value) {
  if (typeof value !== 'number') return false;
  for (let i = 0; i < bounds.length; i += 2) if (!COMPARE[bounds[i]]?.(value, bounds[i + 1])) return false;
  return true;
}

/** One matcher against one value; undefined stands for a field that is not there. */
function fits(matcher, value) {
  if (matcher === null || typeof matcher !== 'object') return matcher === value;
  const [[kind, operand]] = Object.entries(matcher);
  const text = typeof value === 'string';
  switch (kind) {
    case 'exists':
      return (value !== undefined) === operand;
    case 'prefix':
      return text && value.startsWith(operand);
    case 'suffix':
      return text && value.endsWith(operand);
    case 'equals-ignore-case':
      return text && value.toLowerCase() === operand.toLowerCase();
    case 'wildcard':
      return text && new RegExp(`^${operand.split('*').map(literally).join('.*')}$`, 's').test(value);
    case 'numeric':
      return within(operand, value);
    case 'anything-but':
      return value !== undefined && ![operand].flat().some((unwanted) => fits(unwanted, value));
    default:
      return false;
  }
}

/** Whether an event is one that a rule with this pattern wants. */
export const matches = (pattern, event) =>
  Object.entries(pattern).every(([field, wanted]) => {
    if (field === '$or') return wanted.some((alternative) => matches(alternative, event));
    const value = event?.[field];
    if (!Array.isArray(wanted)) return typeof value === 'object' && value !== null && matches(wanted, value);
    const values = Array.isArray(value) ? value : [value];
    return wanted.some((matcher) => values.some((one) => fits(matcher, one)));
  });
