"""Concepts: groups of words and phrases by which abstracts and readers call the same subject."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from paperline.domain.ranking.terms import terms

_CONCEPTS = (
    "video, moving picture, moving image, footage, film, movie, clip",
    "image, picture, photo, photograph",
    "robot, robotic, robotics, embodied, humanoid, manipulation, manipulator, physical world, vision-language-action, VLA",
    "software, code, program, programming, coding, repository, codebase, software engineering, developer",
    "user interface, GUI, graphical interface, screen, browser, web page, web agent, mobile app, computer use, app",
    "emotion, emotional, feeling, empathy, empathetic, affective, sentiment, mood",
    "medicine, medical, clinical, health, healthcare, patient, hospital, biomedical, diagnosis, diagnostic, radiology, surgery, surgical, disease, clinician, doctor",
    "biology, biological, protein, gene, genomic, genome, cell, molecular biology, drug, RNA, DNA, scRNA-seq",
    "chemistry, chemical, molecule, molecular, material, crystal",
    "mathematics, mathematical, math, theorem, proof, formalization, Lean, AIME, olympiad",
    "physics, physical law, physically, fluid, dynamics",
    "speech, voice, spoken, speaker, talking, speech recognition, text-to-speech, TTS, ASR",
    "sound, audio, acoustic, music, song",
    "3D, three-dimensional, Gaussian splatting, NeRF, point cloud, mesh, 3D scene, 3D reconstruction, 3D shape",
    "reinforcement learning, RL, reward, GRPO, PPO, RLVR, RLHF, policy optimization, policy gradient, trial and error",
    "several agent, multiple agent, many agent, multi-agent, group of agent, team of agent, agent collaboration",
    "agent, agentic",
    "mixture of experts, MoE, expert routing, router",
    "diffusion, denoising, flow matching, rectified flow, score-based",
    "compress, compression, quantization, quantize, 4-bit, low-bit, pruning, prune, distillation, distill, shrink, smaller, low-rank, compact, lightweight, parameter-efficient, LoRA, sparsity",
    "fine-tuning, finetune, finetuning, post-training, supervised fine-tuning, SFT, instruction tuning",
    "long context, long-context, long input, long document, long text, long sequence, long video, long conversation, lengthy, context window, context length, extended context",
    "hallucination, hallucinate, fabrication, made-up, invented, factuality, factual error, untruthful, truthfulness",
    "safety, safe, jailbreak, harmful, attack, adversarial, toxic, misuse, red teaming, guardrail, security, malicious, danger, dangerous",
    "privacy, private, leak, leakage, memorization, memorize, personal data, membership inference, sensitive data, confidential",
    "bias, fairness, unfair, stereotype, discrimination, biased",
    "multilingual, translation, cross-lingual, non-English, low-resource language, other language, many language, several language, machine translation",
    "retrieval, search, RAG, retrieval-augmented, information seeking, deep research, web search, look up",
    "reasoning, thinking, chain of thought, CoT, step-by-step, reason",
    "driving, self-driving, autonomous driving, vehicle, car, traffic, road",
    "drone, UAV, aerial, unmanned",
    "satellite, remote sensing, earth observation, geospatial, geographic, geolocalization",
    "climate, weather, meteorological, atmosphere",
    "game, gaming, gameplay, player, chess, Minecraft",
    "finance, financial, stock, trading, bank, economic, economy, money",
    "education, educational, student, tutor, tutoring, classroom, school, learner, teaching",
    "law, legal, court, juridical",
    "science, scientific, scientist, scientific discovery, research paper, literature",
    "table, tabular, spreadsheet, SQL, database, structured data",
    "chart, plot, diagram, figure, infographic",
    "document, OCR, PDF, page, text recognition",
    "dialogue, conversation, chat, conversational, chatbot, multi-turn, talk",
    "face, facial, portrait, avatar, talking head",
    "human motion, pose, gesture, body, motion generation",
    "world model, simulator, simulation, simulated world, simulated environment",
    "editing, edit, retouch, modify",
    "attention, self-attention, attention mechanism",
    "state space, SSM, Mamba, recurrent, RNN, linear attention, recurrence",
    "tokenizer, tokenization, vocabulary",
    "synthetic data, generated data, artificial data, data synthesis, synthesized data, synthetic, machine-made data",
    "preference, alignment, human feedback, preference optimization, DPO, reward model, human value",
    "interpretability, interpretable, explainable, mechanistic, inner working, inside, probing, internal representation, explanation",
    "graph, GNN, knowledge graph",
    "time series, forecast, forecasting",
    "recommendation, recommender, recommend",
    "navigation, navigate, way finding, wayfinding",
    "phone, mobile, smartphone, edge device, on-device, consumer hardware, laptop, watch",
    "hardware, FPGA, GPU, chip, accelerator, CUDA, kernel, processor",
    "energy, power consumption, carbon, electricity",
    "tool, tool use, tool-use, tool calling, function calling, API, MCP",
    "multimodal, vision-language, VLM, MLLM, image and text, visual language, text and image",
    "super-resolution, upscale, upscaling, restoration, deblurring, upsampling",
    "segmentation, segment, mask",
    "detection, detect, spot",
    "novel view, view synthesis, viewpoint, camera",
    "graphic design, layout, poster, slide, presentation",
    "watermark, deepfake, AI-generated, copyright, synthetic media, provenance",
    "continual learning, forgetting, catastrophic forgetting, lifelong, incremental learning",
    "test-time, inference-time, test-time scaling, at inference, test time, inference time",
    "data selection, data curation, data filtering, data quality, data mixture, curation",
    "compute, computation, computational cost, FLOPs, computational, training cost, budget",
    "memory, remember, memorize, recall",
    "personalization, personalized, customization, customized, user-specific, tailored",
    "creative, story, narrative, poem, fiction, storytelling",
    "social network, social media, social networking, online platform",
    "quantum, qubit",
    "art, artwork, painting, artistic, drawing",
    "ablation, component analysis",
    "wrong, mistake, error, fault, failure, fail, struggle, underperform, fall short, poorly, limitation",
    "human, people, person, participant, annotator, crowd",
    "cheap, cheaper, inexpensive, low-cost, cost-effective, efficient, efficiency, affordable",
)
Form = tuple[str, ...]


@cache
def forms() -> Mapping[Form, frozenset[Form]]:
    """For every form of a concept, by its stems, all the forms of its concepts."""
    found: dict[Form, frozenset[Form]] = {}
    for concept in _CONCEPTS:
        members = frozenset(filter(None, (tuple(terms(member)) for member in concept.split(", "))))
        for member in members:
            found[member] = found.get(member, frozenset()) | members
    return found


@cache
def longest() -> int:
    """The number of stems of the longest form."""
    return max(map(len, forms()))
