"""Rows end to end give what rows alone give, in every family of models that is taken; the others are left alone."""

import pytest
import torch
from transformers import AutoConfig, AutoModelForCausalLM

from tuner_trainers.trl.model.padding_free import states_without_padding, takes_no_padding

SIZES = {
    "vocab_size": 64, "hidden_size": 32, "intermediate_size": 48, "num_hidden_layers": 2, "num_attention_heads": 4,
    "num_key_value_heads": 2, "head_dim": 8, "pad_token_id": 0, "bos_token_id": 1, "eos_token_id": 2,
}  # fmt: skip
TAKEN = ("llama", "qwen2", "qwen3", "mistral", "phi3", "gemma", "olmo2", "gpt_neox", "starcoder2", "smollm3")
LEFT = ("gemma2", "gemma3_text", "mamba", "bloom")
LENGTHS = (17, 40, 1, 9)


def model_of(family, **options):
    torch.manual_seed(0)
    config = AutoConfig.for_model(family, **SIZES | {"sliding_window": None} | options)
    return AutoModelForCausalLM.from_config(config).eval()


def batch():
    ids = torch.randint(3, 60, (len(LENGTHS), max(LENGTHS)), generator=torch.Generator().manual_seed(1))
    mask = (torch.arange(max(LENGTHS))[None] < torch.tensor(LENGTHS)[:, None]).long()
    return ids * mask, mask


@pytest.mark.parametrize("family", TAKEN)
def test_a_row_among_others_is_a_row_alone(family):
    model = model_of(family)
    assert takes_no_padding(model)
    ids, mask = batch()
    with torch.no_grad():
        states, places = states_without_padding(model, ids, mask)
        for row, length in enumerate(LENGTHS):
            alone = model.base_model(input_ids=ids[row : row + 1, :length]).last_hidden_state[0]
            torch.testing.assert_close(states[places[row, :length]], alone, rtol=1e-4, atol=1e-4)
    assert states.shape[0] == sum(LENGTHS) and model.config._attn_implementation == "sdpa"


@pytest.mark.parametrize("family", LEFT)
def test_layers_that_look_elsewhere_keep_their_padding(family):
    assert not takes_no_padding(model_of(family, sliding_window=4))


@pytest.mark.parametrize("options", [{"sliding_window": 8}, {"attention_dropout": 0.1}])
def test_attention_of_another_kind_keeps_its_padding(options):
    assert not takes_no_padding(model_of("mistral", **options))


def test_looking_at_a_model_changes_the_mode_of_no_module():
    model = model_of("llama")
    model.model.layers[1].train()
    before = [module.training for module in model.modules()]
    assert takes_no_padding(model) and [module.training for module in model.modules()] == before
