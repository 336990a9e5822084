"""Concepts: by which names readers and abstracts call a subject, and which narrower words are signs of it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from paperline.domain.ranking.terms import terms

_CONCEPTS = (
    "video, moving picture, moving image, footage, film, movie, clip | frame, text-to-video, image-to-video, video generation",
    "image, picture, photo, photograph | text-to-image, visual generation",
    "robot, robotic, robotics, embodied, embodiment, machine with body, physical world, physical machine, act in the world | humanoid, manipulation, manipulator, vision-language-action, VLA, locomotion, gripper",
    "software engineering, writing software, software development, programming, coding, code generation, generating code, writing code, writing program, programmer, software | SWE-bench, codebase, unit test, LiveCodeBench, compiler, bug, debugging",
    "code, program | code generation, coding, programming, software engineering",
    "user interface, GUI, graphical interface, computer use, operating a computer, operate computer, operate a browser, web agent, browser, mobile app, screen | browsing, web navigation, screenshot, desktop, click, GUI agent, device",
    "emotion, emotional, feeling, empathy, affective, mood | empathetic, sentiment",
    "medicine, medical, clinical, health, healthcare, doctor, physician, clinician, hospital, patient, biomedical | diagnosis, diagnostic, radiology, surgery, surgical, disease, cancer, pathology, histopathology, EHR",
    "biology, biological, biologist, life science, biomedical | protein, gene, genomic, genome, cell, molecular biology, drug, RNA, DNA, scRNA-seq, microscopy",
    "chemistry, chemical, material | molecule, molecular, crystal, reaction",
    "mathematics, mathematical, math, arithmetic | theorem, proof, formalization, AIME, olympiad, MATH, GSM8K, geometric, miniF2F",
    "olympiad, contest, competition | AIME, IMO, IPhO, Codeforces, HMMT, gold medal",
    "physics, physical law | fluid, dynamics, mechanics, quantum",
    "speech, voice, spoken, talking, speak | speech recognition, text-to-speech, TTS, ASR, speaker",
    "sound, audio, acoustic, noise and voice, hear, listen | music, song, speech, audiovisual, acoustic",
    "music, song, singing | melody, instrument, musical",
    "3D, three-dimensional, three dimension, in three dimension | Gaussian splatting, NeRF, point cloud, mesh, 3D scene, 3D reconstruction, 3D shape, 3D asset, depth map, novel view",
    "reinforcement learning, RL, trial and error, learn from reward, reward, rewarding, learn from feedback | GRPO, PPO, RLVR, RLHF, policy optimization, policy gradient, verifiable reward",
    "several agent, multiple agent, many agent, multi-agent, group of agent, team of agent, agent collaboration, agent together | dual-agent",
    "agent, agentic | tool-using, autonomous agent",
    "mixture of experts, MoE | expert routing, routed expert",
    "diffusion, denoising | flow matching, rectified flow, score-based, DiT, latent diffusion, diffusion transformer, Stable Diffusion",
    "compress, compression, shrink, smaller model, make model smaller, fewer parameter | quantization, quantize, 4-bit, low-bit, pruning, prune, distillation, distill, low-rank, parameter-efficient, sparsification",
    "quantization, quantize, fewer bit, low precision | 4-bit, low-bit, FP4, INT4, W4A4",
    "distillation, distill, teacher and student, learn from bigger model, learn from larger model, smaller model from bigger | teacher, student",
    "fine-tuning, finetune, finetuning, post-training | supervised fine-tuning, SFT, instruction tuning, LoRA, instruction-tune",
    "supervised fine-tuning, SFT, instruction tuning | supervised finetuning, fine-tune on",
    "long context, long-context, long input, long document, long text, long sequence, long history, lengthy, very long, extend context, longer context, extend the context window | long video, long conversation, context window, context length, extended context, long-horizon, long-term memory, context limit",
    "hallucination, hallucinate, fabrication, made-up, make thing up, making thing up, invent fact, factuality, untruthful | factual error, truthfulness",
    "safety, safe, safer, harm, harmless, harmful, misuse, misused, danger, dangerous, doing harm | jailbreak, attack, adversarial, toxic, red teaming, red-teaming, guardrail, security, malicious, misalignment, refusal, deepfake",
    "attack, trick model, fool, fooling, break model | jailbreak, adversarial, red teaming, red-teaming, injection, malicious, backdoor",
    "content moderation, moderation, online safety, hate | harmful meme, toxic, hateful",
    "privacy, private, personal data, confidential | leak, leakage, memorization, membership inference, sensitive data",
    "bias, fairness, unfair, stereotype, discrimination, biased",
    "multilingual, translation, other language, many language, several language, non-English, foreign language | cross-lingual, low-resource language, machine translation, Chinese, Arabic, Hindi",
    "retrieval, search, information seeking, look up, look thing up, find document, searching document, looking up | RAG, retrieval-augmented, deep research, web search, reranker, retriever, BrowseComp",
    "reasoning, thinking, think, think step by step, step-by-step, reason, think longer, think before answer | chain of thought, CoT, slow-thinking, long CoT, test-time scaling",
    "test-time scaling, inference-time scaling, test-time compute, compute at test time, inference-time compute, think longer, more compute at inference | budget forcing, parallel thinking, majority voting, sampling pass",
    "driving, self-driving, autonomous driving, vehicle, car, traffic, road",
    "drone, UAV, aerial, unmanned",
    "satellite, remote sensing, earth observation, geospatial, geographic, Earth surface, map | geolocalization",
    "climate, weather, meteorological, atmosphere | precipitation, cyclone",
    "computer game, video game, game, gaming, gameplay | player, chess, Minecraft, game engine, game development, Atari",
    "finance, financial, bank, economic, economy, money | stock, trading, market",
    "education, educational, school, teaching, classroom | student, tutor, tutoring, learner",
    "law, legal, court, juridical",
    "science, scientific, scientist, research paper, natural science | scientific discovery, physics, chemistry, biology, academic literature",
    "table, tabular, spreadsheet, SQL, database, structured data",
    "chart, plot, diagram, infographic",
    "document, OCR, PDF, text recognition",
    "dialogue, conversation, chat, conversational, chatbot, talk with user, talk to user | multi-turn, customer-service",
    "face, facial, portrait, avatar, talking head",
    "human motion, body motion, gesture, motion generation | pose, dance",
    "clothes, clothing, garment, fashion | try-on",
    "world model, simulator, simulation, simulated world, simulated environment | interactive environment",
    "editing, edit, restyle, retouch, alter image, change picture | inpainting, composition, style transfer, customization, object removal, stylized",
    "attention, self-attention, attention mechanism, how attention work | sparse attention, cross-attention, attention map, linear attention",
    "state space, SSM, recurrent, RNN, recurrence | Mamba, linear attention",
    "tokenizer, tokenization, vocabulary",
    "synthetic data, artificial data, generated data, machine-made data, generate their own data, make up their own example, own training example, generate training data, create training data, synthetic | data synthesis, synthesized data, data generation, synthesizing, synthetically generated, data augmentation, simulated data",
    "preference, alignment, human feedback, human value | preference optimization, DPO, reward model, RLHF",
    "interpretability, interpretable, inner working, look inside, inside model, internal representation, what happens inside, how model work inside | mechanistic, probing, steering, activation, sparse autoencoder, latent space direction, ablating",
    "graph, GNN, knowledge graph",
    "time series, forecast, forecasting",
    "recommendation, recommender, recommend",
    "navigation, navigate, way finding, wayfinding",
    "phone, mobile, smartphone, edge device, on-device, consumer hardware, laptop | edge, resource-constrained",
    "hardware, chip, processor, accelerator | FPGA, GPU, CUDA, kernel",
    "energy, power consumption, carbon, electricity",
    "tool, tool use, tool-use | tool calling, function calling, API, MCP, tool-augmented, tool-integrated",
    "multimodal, text and image, image and text, several modality, kind of input, vision-language | VLM, MLLM, LMM, omnimodal, visual language, LVLM, cross-modal",
    "vision-language model, VLM, visual language model | LVLM, MLLM, multimodal large language model, vision-language-action",
    "language model, LLM, large language model | MLLM, LVLM, VLM, GPT, Qwen, Llama, chain-of-thought, prompting, instruct model",
    "super-resolution, upscale, upscaling, restoration | deblurring, upsampling",
    "segmentation, segment, mask",
    "detection, detect, spot",
    "novel view, view synthesis, viewpoint | camera pose",
    "graphic design, layout, poster, slide, presentation",
    "watermark, deepfake, AI-generated, synthetic media, provenance, fake | manipulation detection, forged",
    "copyright, intellectual property | licensing",
    "continual learning, forgetting, catastrophic forgetting, lifelong, incremental learning",
    "test-time, inference-time, at inference, test time, inference time | test-time adaptation, test-time scaling",
    "data selection, data curation, data filtering, data quality, data mixture, curation",
    "compute, computation, computational cost, computational, training cost | FLOPs, budget, overhead",
    "memory, remember, recall | memory bank, long-term memory, external memory, memorize, working memory",
    "personalization, personalized, user-specific, tailored | customization, customized",
    "creative, story, narrative, fiction, storytelling | poem",
    "social network, social media, social networking, online platform",
    "quantum, qubit",
    "art, artwork, painting, artistic, drawing",
    "ablation, component analysis",
    "wrong, mistake, error, fault, failure, fail, struggle, underperform, fall short, poorly, limitation",
    "human, people, person, participant, annotator, crowd",
    "cheap, cheaper, inexpensive, low-cost, cost-effective, affordable | efficient, efficiency",
    "model as judge, model judge, LLM-as-judge, LLM-as-a-judge, judge output, automatic judge | automatic evaluation model, LLM-assisted evaluation, self-evaluation",
    "merging, merge, average model, model merging, averaging weight | model soup, souping, weight averaging",
    "self-improve, self-improvement, improve itself, teach itself, self-evolving | self-evolve, self-play",
    "win, won, winning, contest, challenge winner, medal, prize, come first | gold medal, silver medal, 1st place, first place, winner, wins, competition",
    "point tracking, tracking, track, follow object",
)
Form = tuple[str, ...]
_BAR = " | "


@cache
def forms() -> Mapping[Form, frozenset[Form]]:
    """For every name of a concept, by its stems, all its names and signs; a sign stands for no more than itself."""
    found: dict[Form, frozenset[Form]] = {}
    for concept in _CONCEPTS:
        names, _, signs = concept.partition(_BAR)
        own, narrower = _stems(names), _stems(signs)
        for name in own:
            found[name] = found.get(name, frozenset()) | own | narrower
        for sign in narrower:
            found[sign] = found.get(sign, frozenset()) | {sign}
    return found


@cache
def longest() -> int:
    """The number of stems of the longest form."""
    return max(map(len, forms()))


def _stems(listed: str) -> frozenset[Form]:
    return frozenset(filter(None, (tuple(terms(item)) for item in listed.split(", "))))
