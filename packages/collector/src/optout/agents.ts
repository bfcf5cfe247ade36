/**
 * Crawlers that fetch for AI, in lower case. Who turns one of them away has spoken about the purpose, not about
 * the company: it is an opt-out for us too. From ai-robots-txt/ai.robots.txt, those for training and answering.
 */
export const AI_AGENTS = new Set(
  (
    'ai2bot ai2bot-dolma amazonbot anthropic-ai applebot-extended bedrockbot brightbot bytespider ccbot chatgpt-user ' +
    'claude-searchbot claude-user claude-web claudebot cohere-ai cohere-training-data-crawler cotoyogi crawlspace ' +
    'deepseekbot diffbot facebookbot factset_spyderbot friendlycrawler google-cloudvertexbot google-extended ' +
    'googleother gptbot iaskspider icc-crawler imagesiftbot img2dataset kangaroo meta-externalagent ' +
    'meta-externalfetcher mistralai-user novaact oai-searchbot omgili omgilibot pangubot perplexity-user ' +
    'perplexitybot petalbot quillbot sidetrade tiktokspider timpibot velenpublicwebcrawler webzio-extended youbot'
  ).split(' '),
)

/** Whether a name addresses us: everybody, our own token, or any AI crawler. */
export function speaksToUs(name: string, agent: string): boolean {
  const token = name.trim().toLowerCase()
  return token === '*' || token === 'robots' || token === agent.toLowerCase() || AI_AGENTS.has(token)
}
