import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { readDataset } from './data.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

function dataset(answers: string, truth: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'dataset-'))
  folders.push(folder)
  writeFileSync(join(folder, 'answers.csv'), answers)
  writeFileSync(join(folder, 'truth.csv'), truth)
  return folder
}

const PLAIN = 'task,label\nt1,a\n'

test('quotes, commas, line breaks, BOM and CRLF', () => {
  const { classes, tasks, annotations } = readDataset(
    dataset(
      '\ufefftask,worker,label\r\n"t,1",ada,"yes, ""sure"""\r\n\r\n"t,1",bo,"no\nnever"\r\n',
      'task,label\r\n"t,1",x\r\n',
    ),
  )
  expect(tasks).toEqual(['t,1'])
  expect(classes).toEqual(['no\nnever', 'yes, "sure"'])
  expect(annotations.task).toHaveLength(2)
})

test('columns by other names, in another order, with more of them', () => {
  const { annotations, labelers, truth } = readDataset(
    dataset('Annotator,seconds,Answer,Item\nada,3,a,t1\nbo,4,b,t1\n', 'gt,item,note\nb,t1,\n'),
  )
  expect(labelers).toEqual(['ada', 'bo'])
  expect([...annotations.label]).toEqual([0, 1])
  expect(truth).toEqual([{ task: 0, label: 1 }])
})

test('labels that look like numbers stay names; 1.0 is 1, 01 is not', () => {
  const { classes, truth } = readDataset(
    dataset('task,worker,label\nt1,ada,10\nt1,bo,9\nt1,cy,01\nt2,ada,1\n', 'task,label\nt1,10.0\nt2,1.0\n'),
  )
  expect(classes).toEqual(['01', '1', '10', '9'])
  expect(truth).toEqual([
    { task: 0, label: 2 },
    { task: 1, label: 1 },
  ])
})

test('without a label: no answer, no truth; a truth nobody gave is wrong, of an unanswered task ignored', () => {
  const { annotations, truth } = readDataset(
    dataset(
      'task,worker,label\nt1,ada,a\nt1,ada,a\nt1,bo,\n,,\nt2,bo,b\nt3\n',
      'task,label\nt1,\nt2,z\nt9,a\n',
    ),
  )
  expect(annotations.task).toHaveLength(2)
  expect(truth).toEqual([{ task: 1, label: -1 }])
})

test('a file that is none is said in one sentence', () => {
  expect(() => readDataset(dataset('who,what\na,b\n', PLAIN))).toThrow('columns should be task,worker,label')
  expect(() => readDataset(dataset('task,worker,label\nt1,ada,"a\n', PLAIN))).toThrow(
    /answers\.csv: .*[Qq]uot/,
  )
  expect(() => readDataset(dataset('', PLAIN))).toThrow('columns should be task,worker,label')
  expect(() => readDataset('/nowhere')).toThrow('There is no')
})
