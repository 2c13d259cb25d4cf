import { Section } from '../section';
export const OTHER_TOOLS: Section = { name: 'tools', title: '', about: '', run: () => '' };
