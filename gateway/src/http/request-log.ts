import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import { RequestTrace } from './trace'
import type { GatewayRequest } from './trace'

type Hooks = Pick<FastifyInstance, 'addHook' | 'decorateRequest'>

/** Gives each request its trace, writes its times into the answer, and leaves one line in the log: no body, no query, no path values. */
export function traceRequests(server: Hooks, log: Logger): void {
  server.decorateRequest('trace')
  server.decorateRequest('caller')
  server.addHook('onRequest', (request, reply, done) => {
    const header = request.headers['correlation-id']
    const trace = new RequestTrace(typeof header === 'string' ? header : undefined)
    Object.assign(request, { trace })
    void reply.header('Correlation-Id', trace.correlationId)
    done()
  })
  server.addHook('onSend', (request, reply, payload, done) => {
    const { trace } = request as GatewayRequest
    trace.mark('answered')
    void reply.header('Server-Timing', trace.serverTiming())
    void reply.header('Cache-Control', 'no-store')
    void reply.header('X-Content-Type-Options', 'nosniff')
    done(null, payload)
  })
  server.addHook('onResponse', (request, reply, done) => {
    const { trace, caller } = request as GatewayRequest
    const level = request.url.startsWith('/health/') ? 'debug' : 'info'
    log[level](
      {
        correlationId: trace.correlationId,
        method: request.method,
        route: request.routeOptions.url ?? 'none',
        status: reply.statusCode,
        code: trace.problem,
        role: caller?.role,
        received: trace.receivedAt.toISOString(),
        timesMs: trace.times(),
        transactionId: trace.transactionId,
        block: trace.block,
      },
      'answered',
    )
    done()
  })
}
