import type { AwsFault } from '../fault.ts';
import type { Shape, Structure, Value } from './shape.ts';

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#13;' };
/** What XML 1.0 cannot hold, in any spelling. */
const UNSPEAKABLE = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/** Most texts are names and numbers, and as they stand. */
const PLAIN = /^[\w .:/+@=,-]*$/;

export const escapeXml = (text: string): string =>
  PLAIN.test(text) ? text : text.replace(UNSPEAKABLE, '\ufffd').replace(/[&<>"\r]/g, (c) => ESCAPES[c] ?? c);

/** With milliseconds where there are any: older clients know the times of data points, which are whole seconds, in no other form. */
const writeTime = (at: number): string => new Date(at).toISOString().replace('.000Z', 'Z');

/** A value as the content of its element. Absent members are left out; empty lists are there, and empty: clients index into them. */
export function writeValue(shape: Shape, value: Value, timeOf = writeTime): string {
  switch (shape.kind) {
    case 'structure': {
      let written = '';
      for (const { name, wireName, shape: of } of shape.members()) {
        const member = (value as Structure)[name];
        if (member !== undefined) written += element(wireName, writeValue(of(), member, timeOf));
      }
      return written;
    }
    case 'list': {
      let written = '';
      const of = shape.of();
      for (const item of value as readonly Value[]) written += element(shape.element, writeValue(of, item, timeOf));
      return written;
    }
    case 'timestamp':
      return timeOf(Number(value));
    default:
      return escapeXml(String(value));
  }
}

const element = (name: string, content: string): string => (content === '' ? `<${name}/>` : `<${name}>${content}</${name}>`);

/** What an operation answers. One whose model has no output has no result element, which is not the same as an empty one. */
export const writeResult = (operation: string, output: Shape | undefined, value: Structure): string =>
  output ? element(`${operation}Result`, writeValue(output, value)) : '';

export const writeResponse = (namespace: string, operation: string, result: string, requestId: string): string =>
  `<${operation}Response xmlns="${namespace}">${result}<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${operation}Response>`;

export const writeFault = (namespace: string, { code, status, message }: AwsFault, requestId: string): string =>
  `<ErrorResponse xmlns="${namespace}"><Error><Type>${status >= 500 ? 'Receiver' : 'Sender'}</Type><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`;

/** What services that read requests alike write differently. */
export type Dialect = {
  readonly writeResult: typeof writeResult;
  readonly writeResponse: typeof writeResponse;
  readonly writeFault: typeof writeFault;
  /** What the service calls a fault that is none of its own: of the signature, the form, the action. */
  readonly inOwnWords: (fault: AwsFault) => AwsFault;
};

export const queryDialect: Dialect = { writeResult, writeResponse, writeFault, inOwnWords: (fault) => fault };
