const ITEM = {
  hsVersion: '2022',
  originCriterion: { code: 'WO' },
  originCountry: 'AU',
  invoice: [{ number: 'EX-1', date: '2026-03-01' }],
}

/** A dataset that the register accepts, with some of its members replaced. */
export function aDataset(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    certificateNumber: 'AU-2026-000001',
    agreement: { code: 'RCEP', version: '2022' },
    certificateType: 'original',
    isPreferential: true,
    issueDateTime: '2026-06-01T10:15:00+10:00',
    validUntil: '2027-05-31',
    issuingCountry: 'AU',
    issuingAuthority: { id: 'AU-CHAMBER', name: 'Chamber of Commerce' },
    importCountry: 'KR',
    exportCountry: 'AU',
    exporterDeclaration: { placeName: 'Geelong', date: '2026-03-01', signatory: 'M. Example' },
    departureDate: '2026-06-04',
    consignee: { name: 'Hansol Textile Co., Ltd.', address: { city: 'Busan', country: 'KR' } },
    exporter: { name: 'Southern Wool Pty Ltd', address: { city: 'Geelong', country: 'AU' } },
    extensions: { toString: [null, { length: 'kept as sent', then: 1e-7 }] },
    items: [
      {
        ...ITEM,
        sequence: 1,
        description: 'Wool, greasy',
        hsCode: '510111',
        quantity: { value: '1200.5', unit: 'KGM' },
      },
      { ...ITEM, sequence: 2, description: 'Wool, combed', hsCode: '510529', quantity: { value: '300', unit: 'KGM' } },
    ],
    ...changes,
  }
}
