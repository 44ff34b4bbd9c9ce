import 'reflect-metadata'
import { APP_FILTER, APP_GUARD, APP_PIPE, NestFactory } from '@nestjs/core'
import type { DynamicModule, Provider, Type } from '@nestjs/common'
import { FastifyAdapter } from '@nestjs/platform-fastify'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import type { Role } from '@eco/domain'
import { AccessGuard } from '../../http/access.guard'
import { acceptJsonOnly } from '../../http/json-body'
import { ProblemFilter } from '../../http/problem.filter'
import { traceRequests } from '../../http/request-log'
import { requestValidation } from '../../http/validation'
import type { GatewayParts } from '../../parts'

/** An answer over HTTP. */
export interface DeskAnswer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** The body as JSON; an empty object where it is none. */
  readonly body: Readonly<Record<string, unknown>>
}

class DeskModule {}

/** Some controllers over HTTP, behind the guards, checks and filters of a gateway. */
export class DeskApplication {
  readonly #application: NestFastifyApplication
  readonly #parts: GatewayParts
  readonly #url: string

  private constructor(application: NestFastifyApplication, parts: GatewayParts, url: string) {
    this.#application = application
    this.#parts = parts
    this.#url = url
  }

  static async open(parts: GatewayParts, controllers: Type[], services: Provider[]): Promise<DeskApplication> {
    const module: DynamicModule = {
      module: DeskModule,
      controllers,
      providers: [
        { provide: APP_GUARD, useFactory: () => new AccessGuard(parts.verifier) },
        { provide: APP_FILTER, useFactory: () => new ProblemFilter(parts.log) },
        { provide: APP_PIPE, useFactory: requestValidation },
        ...services,
      ],
    }
    const adapter = new FastifyAdapter({ logger: false, forceCloseConnections: true })
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- the library declares its options as a class
    const application = await NestFactory.create<NestFastifyApplication>(module, adapter, {
      logger: false,
      abortOnError: false,
      bodyParser: false,
    })
    traceRequests(adapter.getInstance(), parts.log)
    acceptJsonOnly(adapter.getInstance())
    await application.listen(0, '127.0.0.1')
    const { port } = application.getHttpServer().address() as { readonly port: number }
    return new DeskApplication(application, parts, `http://127.0.0.1:${port}`)
  }

  async call(
    method: string,
    path: string,
    { as, body, headers = {} }: { as?: Role; body?: unknown; headers?: Readonly<Record<string, string>> } = {},
  ): Promise<DeskAnswer> {
    const token = as === undefined ? undefined : await this.#parts.developmentIssuer?.issue(as, undefined)
    const response = await fetch(this.#url + path, {
      method,
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json') === true
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: isJson ? (JSON.parse(text) as Record<string, unknown>) : {},
    }
  }

  async close(): Promise<void> {
    await this.#application.close()
  }
}
