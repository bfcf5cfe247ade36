import { expect, test } from 'vitest'
import { perDay } from './perDay.ts'

const caps = {
  megabytesPerHour: 50,
  megabytesPerDay: 200,
  pagesPerDay: 1000,
  kilobytesPerPage: 100,
  hoursPerDay: 24,
  hosts: 10,
}

test('the cap that is reached first counts', () => {
  expect(perDay(caps)).toEqual({ documents: 1000, megabytes: 100, limit: 'byPages' })
  expect(perDay({ ...caps, kilobytesPerPage: 400 })).toEqual({
    documents: 500,
    megabytes: 200,
    limit: 'byDay',
  })
  expect(perDay({ ...caps, megabytesPerHour: 1, hoursPerDay: 8 })).toMatchObject({
    documents: 80,
    limit: 'byHour',
  })
  expect(perDay({ ...caps, hosts: 1, hoursPerDay: 1, pagesPerDay: 10_000 })).toMatchObject({
    documents: 500,
    limit: 'byHour',
  })
  expect(perDay({ ...caps, hosts: 1, hoursPerDay: 1, pagesPerDay: 10_000, kilobytesPerPage: 10 })).toEqual({
    documents: 720,
    megabytes: 7.2,
    limit: 'byHosts',
  })
})
