import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Bot } from '@/bot/Bot.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('bot'))('title') }
}

export default function BotPage() {
  return <Bot />
}
