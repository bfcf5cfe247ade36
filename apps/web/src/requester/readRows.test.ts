import { describe, expect, it } from 'vitest'
import { firstRows, lineOf, uploadType } from './readRows.ts'

describe('looking at an upload before it is sent', () => {
  it('knows the type by name, and without one by the first character', () => {
    expect(uploadType('a.CSV', '{"id":1}')).toBe('text/csv')
    expect(uploadType('a.jsonl', 'id,text')).toBe('application/x-ndjson')
    expect(uploadType(null, '\n {"id":1}')).toBe('application/x-ndjson')
    expect(uploadType('notes.txt', 'id,text\n1,a')).toBe('text/csv')
  })

  it('reads the first rows of CSV with quotes and of NDJSON with empty lines', () => {
    expect(firstRows('id,text\n1,"a, ""b"""\n2,c\n3,d\n', 'text/csv', 2)).toEqual({
      rows: [
        { id: '1', text: 'a, "b"' },
        { id: '2', text: 'c' },
      ],
      fault: null,
    })
    expect(firstRows('{"id":1}\n\n{"id":2}', 'application/x-ndjson', 5).rows).toEqual([{ id: 1 }, { id: 2 }])
  })

  it('names the line that cannot be read', () => {
    expect(firstRows('{"id":1}\n\n{"id":', 'application/x-ndjson', 5).fault?.line).toBe(3)
    expect(firstRows('[1]', 'application/x-ndjson', 5).fault?.line).toBe(1)
    expect(firstRows('id,text\n1,a\n2', 'text/csv', 5).fault?.line).toBe(3)
    expect(lineOf('a\nb\nc', 2)).toBe('b')
  })

  it('shows a large file by its head, though the cut goes through a line', () => {
    const row = JSON.stringify({ id: 1, text: 'x'.repeat(150_000) })
    expect(firstRows(`${row}\n${row}\n`, 'application/x-ndjson', 3)).toMatchObject({ fault: null })
  })
})
