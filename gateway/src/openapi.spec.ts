import { readFile } from 'node:fs/promises'
import { expect, it } from '@jest/globals'
import { describeApi, OPENAPI_FILE } from './openapi'

it('is kept in the repository as the controllers describe it (npm run generate)', async () => {
  const kept: unknown = JSON.parse(await readFile(OPENAPI_FILE, 'utf8'))

  expect(JSON.parse(await describeApi())).toEqual(kept)
})

it('lets every problem document be told apart', async () => {
  const { components } = JSON.parse(await describeApi()) as {
    components: { schemas: Record<string, { required: string[] }> }
  }

  expect(components.schemas.Problem?.required).toEqual(['type', 'title', 'status', 'detail', 'code', 'correlationId'])
})
