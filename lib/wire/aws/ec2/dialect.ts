import { type AwsFault, awsFault } from '../fault.ts';
import { isServed } from '../query/endpoint.ts';
import { type Dialect, escapeXml, writeValue } from '../query/write-output.ts';

/** EC2 tells times to the second, and writes milliseconds all the same. */
export const ec2Time = (at: number): string => new Date(at - (at % 1000)).toISOString();

/** The Query protocol as EC2 has always had it: no result element around the answer, and errors in a list. */
export const ec2Dialect: Dialect = {
  writeResult: (_, output, value) => (output ? writeValue(output, value, ec2Time) : '<return>true</return>'),
  writeResponse: (namespace, operation, result, requestId) =>
    `<${operation}Response xmlns="${namespace}"><requestId>${requestId}</requestId>${result}</${operation}Response>`,
  writeFault: (_, { code, message }, requestId) =>
    `<Response><Errors><Error><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error></Errors><RequestID>${requestId}</RequestID></Response>`,
  inOwnWords,
};

/** EC2 tells nobody whether it was the key or the signature that was wrong. */
const unproved = awsFault('AuthFailure', 'AWS was not able to validate the provided access credentials', 401);

function inOwnWords(fault: AwsFault): AwsFault {
  switch (fault.code) {
    case 'InvalidClientTokenId':
      return unproved;
    case 'SignatureDoesNotMatch':
      if (/^Signature (expired|not yet)/.test(fault.message)) return awsFault('RequestExpired', 'Request has expired.');
      return fault.message.startsWith('The request signature') ? unproved : { ...fault, code: 'AuthFailure', status: 401 };
    case 'ValidationError':
      return { ...fault, code: 'InvalidParameterValue' };
    case 'InvalidAction': {
      const [, action, version] = /operation (\S*) for version (\S*)$/.exec(fault.message) ?? [];
      if (action === undefined) return fault;
      return isServed({ version: VERSION, since: SINCE }, version)
        ? { ...fault, message: `The action ${action} is not valid for this web service.` }
        : awsFault('NoSuchVersion', `The requested version (${version}) of service AmazonEC2 does not exist`);
    }
    default:
      return fault;
  }
}

export const VERSION = '2016-11-15';
/** EC2 answers all of its versions; since this one signatures of version 4 and what is here have been as they are. */
export const SINCE = '2011-12-15';
