import { ArrowRight } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { CampaignList } from '@/campaigns/CampaignList.tsx'
import { Button } from '@/components/ui/button.tsx'
import { StartButton } from './StartButton.tsx'

export function Home() {
  const t = useTranslations('home')
  const steps = [
    [t('how1'), t('how1Text')],
    [t('how2'), t('how2Text')],
    [t('how3'), t('how3Text')],
  ]
  return (
    <>
      <section className="grid gap-x-14 gap-y-8 pt-10 pb-12 md:pt-16 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="max-w-2xl">
          <h1 className="font-semibold text-[2rem] leading-[1.12] sm:text-[2.625rem]">{t('title')}</h1>
          <p className="mt-4 text-lg text-soft">{t('lead')}</p>
          <StartButton />
        </div>
        <ol className="grid content-center gap-5 border-line sm:grid-cols-3 lg:grid-cols-1 lg:border-l lg:pl-8">
          {steps.map(([title, text], i) => (
            <li key={title} className="flex gap-3.5">
              <span className="tnum grid size-7 shrink-0 place-items-center rounded-full bg-accent-wash font-semibold text-accent text-sm">
                {i + 1}
              </span>
              <span>
                <span className="block font-medium">{title}</span>
                <span className="block text-[0.9375rem] text-soft">{text}</span>
              </span>
            </li>
          ))}
        </ol>
      </section>
      <section aria-labelledby="open" className="space-y-4">
        <div>
          <h2 id="open" className="font-semibold text-xl">
            {t('openTitle')}
          </h2>
          <p className="text-soft">{t('openText')}</p>
        </div>
        <CampaignList />
      </section>
      <section className="mt-14 grid gap-x-12 gap-y-8 border-line border-t pt-10 sm:grid-cols-2">
        <Invitation
          href="/requester"
          title={t('requesterTitle')}
          text={t('requesterText')}
          link={t('requesterLink')}
        />
        <Invitation href="/pools" title={t('buyerTitle')} text={t('buyerText')} link={t('buyerLink')} />
      </section>
    </>
  )
}

function Invitation({
  href,
  title,
  text,
  link,
}: {
  href: string
  title: string
  text: string
  link: string
}) {
  return (
    <div className="max-w-md">
      <h2 className="font-semibold text-lg">{title}</h2>
      <p className="mt-1 text-soft">{text}</p>
      <Button asChild variant="link" size="inline" className="mt-3 min-h-11">
        <Link href={href}>
          {link}
          <ArrowRight aria-hidden />
        </Link>
      </Button>
    </div>
  )
}
