// A small closed-loop load generator: so many requests at a time, each answered before its place asks again.
import http from 'node:http';

export function client(baseUrl, headers = {}) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
  const { hostname, port } = new URL(baseUrl);
  return (method, path, body, more = {}, raw = undefined) =>
    new Promise((resolve, reject) => {
      const text = body === undefined ? raw : JSON.stringify(body);
      const request = http.request(
        {
          hostname,
          port,
          method,
          path,
          agent,
          headers: {
            ...headers,
            ...(body !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
            ...more,
          },
        },
        (response) => {
          const chunks = [];
          response.on('data', (chunk) => chunks.push(chunk));
          response.on('end', () =>
            resolve({ status: response.statusCode, headers: response.headers, text: Buffer.concat(chunks).toString() }),
          );
        },
      );
      request.on('error', reject);
      request.end(text);
    });
}

export const quantile = (sorted, q) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0;

/** @returns requests a second, quantiles in ms, and how many answers were not as expected */
export async function load(ask, expected, { seconds, concurrency }) {
  const times = [];
  let wrong = 0;
  const start = performance.now();
  const end = start + seconds * 1000;
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      while (performance.now() < end) {
        const before = performance.now();
        const { status } = await ask();
        times.push(performance.now() - before);
        if (status !== expected) wrong++;
      }
    }),
  );
  const rate = times.length / ((performance.now() - start) / 1000);
  times.sort((a, b) => a - b);
  return { rate, p50: quantile(times, 0.5), p95: quantile(times, 0.95), p99: quantile(times, 0.99), wrong };
}
