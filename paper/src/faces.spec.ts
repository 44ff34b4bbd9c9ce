import { describe, expect, it } from '@jest/globals'
import { certificatePdf } from './certificate-pdf'
import { loadedFaces } from './faces'
import { aDataset, anInput } from './testing/certificates'

describe('fonts', () => {
  it('of a script are loaded when the first text needs it: none of the large ones for Latin, Greek and Cyrillic', async () => {
    const latin = { importer: { name: 'Ελλάς Łódź' }, consignee: { name: 'Công ty Đình Chiểu' }, remarks: 'Москва' }

    await certificatePdf(anInput({ dataset: aDataset(latin) }))
    expect([...loadedFaces()].sort()).toEqual(['bold', 'regular'])

    await certificatePdf(anInput({ dataset: aDataset({ ...latin, remarks: '한솔 무역' }) }))
    expect([...loadedFaces()].sort()).toEqual(['bold', 'korean', 'regular'])
  })
})
