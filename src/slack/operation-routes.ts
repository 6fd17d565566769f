import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Metrics } from '../metrics.ts'
import type { Store } from '../store.ts'

export interface Route {
  readonly path: string
  readonly method: string
  readonly handler: (request: IncomingMessage, response: ServerResponse) => void
}

/** For whoever operates the program: alive, ready for requests, and what was counted. */
export function operationRoutes({
  metrics,
  isReady,
  store,
}: {
  readonly metrics: Metrics
  readonly isReady: () => boolean
  readonly store: Store
}): Route[] {
  return [
    route('/healthz', async () => ({ status: 200, body: 'ok' })),
    route('/readyz', async () => {
      if (!isReady()) return { status: 503, body: 'not connected to Slack' }
      return store.check().then(
        () => ({ status: 200, body: 'ready' }),
        () => ({ status: 503, body: 'the store does not answer' }),
      )
    }),
    route('/metrics', async () => ({ status: 200, body: await metrics.text(), type: metrics.contentType })),
  ]
}

function route(
  path: string,
  answer: () => Promise<{ readonly status: number; readonly body: string; readonly type?: string }>,
): Route {
  return {
    path,
    method: 'GET',
    handler: (_, response) => {
      answer().then(
        ({ status, body, type = 'text/plain; charset=utf-8' }) =>
          response.writeHead(status, { 'content-type': type }).end(body),
        () => response.writeHead(500).end(),
      )
    },
  }
}
