/** Why the service cannot start here, in words for whoever typed the command. Anything else thrown is a bug and keeps its stack. */
export class Refusal extends Error {}
