import { describe, expect, it } from '@jest/globals'
import * as fc from 'fast-check'
import { parseDatasetOfAnyCountry } from '../dataset/parse'
import { aCommonDataset, aCommonItem } from '../dataset/testing/datasets'
import type { Sample } from '../dataset/testing/datasets'
import { readFormat, writeFormat } from './catalogue'
import { FORMAT_LIMITS } from './size'
import { escapedAttribute, escapedText, isXmlText, xmlSafeJson } from './xml-text'

const NAMESPACE = 'urn:oasis:names:specification:ubl:schema:xsd:CertificateOfOrigin-2'
const BASIC = 'urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2'

function ublOf(changes: Sample = {}): string {
  const reading = parseDatasetOfAnyCountry(aCommonDataset(changes))
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems))
  return writeFormat('ubl', reading.dataset).text
}

function document(content: string, before = ''): string {
  return `<?xml version="1.0" encoding="UTF-8"?>${before}<c:CertificateOfOrigin xmlns:c="${NAMESPACE}" xmlns:b="${BASIC}">${content}</c:CertificateOfOrigin>`
}

describe('reading UBL', () => {
  it('goes by namespaces, whatever their prefixes; comments and CDATA sections are no matter', () => {
    const text = document('<!-- a comment --><b:ID><![CDATA[A&B]]>-1</b:ID>')

    expect(readFormat('ubl', text)).toEqual({ ok: true, dataset: { certificateNumber: 'A&B-1' }, ignored: [] })
  })

  it('lists what it does not read', () => {
    const text = document(
      '<b:ID schemeID="x">A-1</b:ID><b:ID>A-2</b:ID><b:Note>n</b:Note><x:ID xmlns:x="urn:x">y</x:ID>',
    )

    expect(readFormat('ubl', text)).toEqual({
      ok: true,
      dataset: { certificateNumber: 'A-1' },
      ignored: ['/cbc:ID/0/@schemeID', '/cbc:ID/1', '/cbc:Note/0', '/?:ID/0'],
    })
  })

  it('lists a repeated value that says something else than the place that is read', () => {
    const text = ublOf().replace('<cbc:ReferenceID>CH-2026-000123<', '<cbc:ReferenceID>CH-2026-000124<')

    expect(readFormat('ubl', text)).toMatchObject({
      ok: true,
      ignored: ['/cac:CertificateOfOriginApplication/0/cbc:ReferenceID/0'],
    })
  })

  it.each([
    ['a document type', document('', '<!DOCTYPE c:CertificateOfOrigin>')],
    ['an entity of its own', document('<b:ID>&x;</b:ID>', '<!DOCTYPE c [<!ENTITY x "y">]>')],
    ['an entity that nobody declared', document('<b:ID>&x;</b:ID>')],
    ['an external entity', document('', '<!DOCTYPE c SYSTEM "file:///etc/hosts">')],
    ['a processing instruction', document('<?run me?>')],
    ['another version of XML', document('').replace('1.0', '1.1')],
    ['another encoding', document('').replace('UTF-8', 'UTF-16')],
    ['a prefix without a namespace', document('<z:ID>A</z:ID>')],
    ['a reference to a character that XML has not', document('<b:ID>&#0;</b:ID>')],
    ['an attribute twice', document('<b:ID a="1" a="2">A</b:ID>')],
    ['text between elements', document('<b:Note>x<b:ID>A</b:ID></b:Note>')],
    ['two roots', `${document('')}<x/>`],
    ['no end', document('<b:ID>').slice(0, -30)],
    ['nothing', ''],
    ['too many attributes', document(`<b:ID ${Array.from({ length: 17 }, (_, n) => `a${n}="1"`).join(' ')}/>`)],
    ['too many levels', document('<b:ID>'.repeat(FORMAT_LIMITS.depth + 1))],
    ['too many elements', document('<b:ID/>'.repeat(FORMAT_LIMITS.elements + 1))],
  ])('refuses %s', (_, text) => {
    expect(readFormat('ubl', text)).toMatchObject({ ok: false, problems: [{ rule: 'not-xml', place: '' }] })
  })

  it('refuses a text that is too large, without reading it', () => {
    const text = document('<b:ID>é</b:ID>'.repeat(FORMAT_LIMITS.bytes / 15 + 1))

    expect(readFormat('ubl', text)).toMatchObject({ ok: false, problems: [{ rule: 'too-large' }] })
  })

  it('refuses a text with half a surrogate pair', () => {
    expect(readFormat('ubl', document('<b:ID>\ud800</b:ID>'))).toMatchObject({
      ok: false,
      problems: [{ rule: 'not-readable' }],
    })
  })

  it('refuses another document of UBL', () => {
    const text = ublOf().replaceAll('CertificateOfOrigin-2', 'Invoice-2')

    expect(readFormat('ubl', text)).toMatchObject({ ok: false, problems: [{ rule: 'not-this-format' }] })
  })

  it('refuses an extension that is no object of JSON, or names an element twice', () => {
    const text = ublOf()

    expect(readFormat('ubl', text.replace(/>\{.*\}</, '>[]<'))).toMatchObject({
      ok: false,
      problems: [{ rule: 'value' }],
    })
    expect(readFormat('ubl', text.replace(/>\{/, '>{"/exporter/name":"X",'))).toMatchObject({
      ok: false,
      problems: [{ rule: 'contradiction', place: '/exporter/name' }],
    })
  })
})

describe('writing UBL', () => {
  it('escapes what XML would take for its own', () => {
    const name = `<b>&amp; "quoted" 'x' ]]> –  two  spaces`
    const text = ublOf({ exporter: { name, address: { city: 'Biel', country: 'CH' } } })

    expect(text).toContain(`<cbc:Name>&lt;b&gt;&amp;amp; "quoted" 'x' ]]&gt; –  two  spaces</cbc:Name>`)
    expect(readFormat('ubl', text)).toMatchObject({ dataset: { exporter: { name } } })
  })

  it('keeps line feeds', () => {
    const description = 'Watches\n  with straps\n\nof leather'

    const text = ublOf({ items: [aCommonItem({ description })] })

    expect(readFormat('ubl', text)).toMatchObject({ dataset: { items: [{ description }] } })
  })

  it('carries text that XML cannot in its extension, or lists it as lost', () => {
    const name = 'Example \ufffe\uffff'
    const dataset = parseDatasetOfAnyCountry(
      aCommonDataset({ exporter: { name, address: { city: 'Biel', country: 'CH' } } }),
    )
    if (!dataset.ok) throw new Error('the sample must be accepted')

    const { text, beside } = writeFormat('ubl', dataset.dataset)

    expect(beside).toContain('/exporter/name')
    expect(text).toContain('Example \\ufffe\\uffff')
    expect(readFormat('ubl', text)).toMatchObject({ dataset: { exporter: { name } } })
    expect(writeFormat('ubl', dataset.dataset, { beside: false }).lost).toContainEqual({
      pointer: '/exporter/name',
      reason: 'not-exact',
      why: 'The place in the format cannot hold this value exactly.',
    })
  })
})

describe('text for XML', () => {
  it('is told from text that XML has no characters for', () => {
    expect(['a', '日本', '\u{1f600}', 'a\nb'].map(isXmlText)).toEqual([true, true, true, true])
    expect(['', ' a', 'a\n', '\u0001', '\u001f', '\ufffe', '\uffff', '\ud800'].map(isXmlText)).toEqual(
      Array.from({ length: 8 }, () => false),
    )
  })

  it('has no sign of XML left when it is escaped', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const bare = (escaped: string): string => escaped.replaceAll(/&(?:amp|lt|gt|quot|#1[03]|#9);/g, '')
        expect(bare(escapedText(text))).not.toMatch(/[&<>\r\n\t]/)
        expect(bare(escapedAttribute(text))).not.toMatch(/[&<>"\r\n\t]/)
      }),
    )
  })

  it('is any JSON, which says the same', () => {
    fc.assert(
      fc.property(fc.json({ stringUnit: 'binary' }), (json) => {
        const text = xmlSafeJson(json)

        expect(text === '' || isXmlText(text)).toBe(true)
        expect(JSON.parse(text)).toEqual(JSON.parse(json))
      }),
    )
  })
})
