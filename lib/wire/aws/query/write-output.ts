import type { AwsFault } from '../fault.ts';
import type { Shape, Structure, Value } from './shape.ts';

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#13;' };
/** What XML 1.0 cannot hold, in any spelling. */
const UNSPEAKABLE = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

export const escapeXml = (text: string): string => text.replace(UNSPEAKABLE, '\ufffd').replace(/[&<>"\r]/g, (c) => ESCAPES[c] ?? c);

/** A value as the content of its element. Absent members are left out; empty lists are there, and empty: clients index into them. */
export function writeValue(shape: Shape, value: Value): string {
  switch (shape.kind) {
    case 'structure':
      return shape
        .members()
        .map(({ name, wireName, shape: of }) => {
          const member = (value as Structure)[name];
          return member === undefined ? '' : element(wireName, writeValue(of(), member));
        })
        .join('');
    case 'list':
      return (value as readonly Value[]).map((item) => element(shape.element, writeValue(shape.of(), item))).join('');
    case 'timestamp':
      return new Date(Number(value)).toISOString();
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
